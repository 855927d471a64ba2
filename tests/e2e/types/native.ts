// A page of a native mini-program with a user interface of its own, beside generated pages.
import { load, open, receive } from '../../voip/voip';
import type { Attributes, Cause, Change, Declaration, Fail, Handle, PageEvent, State } from '../../voip/voip';
import type { Contacts, Fields } from '../kinds/index';

load('/voip/app.wasm');
receive({ scopes: ['scope.record', 'scope.camera'], backgroundType: 1 }, (cause?: Cause) => cause === 'NotOpen');
// @ts-expect-error: no such scope
receive({ scopes: ['scope.smell'] });

/** An element: a field with the name of an attribute of every element is not one of its own. */
type Element = Attributes<{ listenOpenid: string; id: number; key: boolean; hidden: number; onChange: string }>;
const element: Element = { listenOpenid: 'oL', id: 'call', key: 1, hidden: 3, slot: undefined, onChange: ({ detail }) => detail.to };
// @ts-expect-error: the attribute of the element is a text
const wrong: Element = { id: 1 };
const hidden: Attributes<{ listenOpenid: string }> = { ...element, hidden: true };
console.info(wrong, hidden);

/** As in the generated index.js. */
const declaration: Declaration<Fields, Contacts> = {
  route: 'pages/kinds/index', module: '/voip/app.wasm', fingerprint: '22467ba6', fields: [['listenOpenid', '', 1, 'listenOpenid']],
};

Page({
  data: { state: 'Idle' as State, error: '', loud: true },
  call: undefined as undefined | Handle<Fields, Contacts>,

  onLoad(query: Record<string, string | undefined>) {
    this.call = open(declaration, {
      data: { listenOpenid: 'oListener', age: 42, listenName: null },
      setData: (changes) => this.setData(changes),
      triggerEvent(name, detail) {
        if (name === 'fail') console.error(detail.sentence);
        else if (detail.to === 'InCall') console.info(detail.cause);
      },
    });
    open(declaration, { data: undefined, setData() {}, triggerEvent: undefined });
    this.call.load(query);
    this.call.set({ room: 'video', height: 180, loud: undefined });
    const height: number | string = this.call.data.height;
    // @ts-expect-error: what the user types is a text
    const exact: number = this.call.data.age;
    const busy: boolean = this.call.data.busy;
    console.info(height, exact, busy);
    // @ts-expect-error: no such field
    this.call.set({ romo: 'video' });
    // @ts-expect-error: no such variant
    this.call.set({ room: 'attic' });
    // @ts-expect-error: another type
    this.call.set({ age: '42' });
    // @ts-expect-error: the page shows it
    this.call.data.busy = false;
    // @ts-expect-error: no such field
    open(declaration, { data: { agee: 42 }, setData() {} });
  },
  onShow() { this.call?.show(); },
  onUnload() { this.call?.leave(); },
  tap(event: WechatMiniprogram.TouchEvent) { this.call?.handleCall(event); },
  type(event: WechatMiniprogram.Input) { this.call?.handleChangeListenName(event); },
  // @ts-expect-error: no such field
  wrong(event: WechatMiniprogram.Input) { this.call?.handleChangeNothing(event); },
  changed({ detail }: PageEvent<Change>) { return detail.from === 'Joining'; },
  failed({ detail }: PageEvent<Fail>) { return detail.code; },
});
