import { miniProgram } from './built.mjs';
import { Realm } from './realm.mjs';

/**
 * A page with minimal overhead, for a million calls: a phone's realm, a host that answers every call
 * immediately, and a component that only merges its data.
 *
 * `program` is the name of a built mini-program; `given` are values of fields, as from a parent.
 */
export function minimalPage(program, route, given) {
  let definition;
  const realm = new Realm(miniProgram(program), {
    globals: {
      wx: INSTANT,
      App: () => {},
      Component: (options) => (definition = options),
      clearTimeout,
      console,
      setTimeout,
    },
  });
  const page = {
    realm,
    /** Loads the page's script and opens the page as the host does. */
    open() {
      realm.load(`${route}.js`);
      const data = { ...definition.data };
      for (const [name, { value }] of Object.entries(definition.properties)) data[name] = value;
      Object.assign(data, given);
      Object.assign(page, definition.methods, {
        data,
        properties: data,
        setData: (changes) => Object.assign(data, changes),
        triggerEvent: () => {},
      });
      definition.lifetimes.attached?.call(page);
    },
  };
  return page;
}

/** A host whose calls all succeed immediately. */
const INSTANT = (() => {
  const succeed = ({ success }) => void success?.({ errMsg: 'ok' });
  const ignore = () => {};
  return {
    authorize: succeed,
    canIUse: () => true,
    exitVoIPChat: succeed,
    join1v1Chat: succeed,
    offVoIPChatInterrupted: ignore,
    offVoIPChatMembersChanged: ignore,
    onVoIPChatInterrupted: ignore,
    onVoIPChatMembersChanged: ignore,
    setEnable1v1Chat: succeed,
    showToast: succeed,
  };
})();

export const GIVEN = { listenOpenid: 'oListener', callOpenid: 'oCaller' };
export const ROUTE = 'pages/video-call/index';

/** Taps, waits for the joined call, and taps 结束. */
export async function callOnce(page) {
  page.handleCall();
  while (page.data.state !== 'InCall') await null;
  page.handleHangUp();
}
