import path from 'node:path';
import { miniProgram } from './built.mjs';
import { Realm } from './realm.mjs';

/**
 * A page with as little around it as there can be, for measuring: the realm of a phone, a host that
 * answers everything inside the call, and a component that merges its data and does no more.
 *
 * `program` is the name of a built one, or a folder.
 */
export function bare(program, route, query) {
  const folder = path.isAbsolute(program) ? program : miniProgram(program);
  let definition;
  const realm = new Realm(folder, {
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
    /** Loads the page's script, and opens it as the host does. */
    open() {
      realm.load(`${route}.js`);
      const data = { ...definition.data };
      for (const [name, { value }] of Object.entries(definition.properties)) data[name] = value;
      Object.assign(page, definition.methods, {
        data,
        properties: data,
        setData: (changes) => Object.assign(data, changes),
        triggerEvent: () => {},
      });
      definition.lifetimes.attached?.call(page);
      page.onLoad(query);
    },
  };
  return page;
}

/** It succeeds at once, whatever it is asked. */
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

export const QUERY = { listenOpenid: 'oListener', callOpenid: 'oCaller' };
export const ROUTE = 'pages/video-call/index';

/** A tap until the call is joined, and 结束: what a user has of a page. */
export async function flow(page) {
  page.handleCall();
  while (page.data.state !== 'InCall') await null;
  page.handleHangUp();
}
