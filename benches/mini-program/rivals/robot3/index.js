// The page with a machine of robot3, which invokes each host call in a state of its own. robot3 has no time limits, and it
// enters a state again for an event that only changes its context; both are outside the machine.
import { action, createMachine, guard, interpret, invoke, reduce, state, transition } from 'robot3';
import { authorize, enable, ENABLE_LIMIT, exit, join, JOIN_LIMIT, toast, watch, within } from '../shared/host.js';
import { initial, inputs, missing, onLoad, properties } from '../shared/form.js';
import { show } from '../shared/show.js';

const isFilledIn = guard(({ page }) => !missing(page.data));
const askToFillIn = reduce((context) => ({ ...context, error: missing(context.page.data) }));
const forget = reduce((context) => ({ ...context, error: '', failure: undefined }));
const fail = reduce((context, { error }) => ({ ...context, error: error.sentence, failure: error }));
const say = (title) => action(() => toast(title));
const isAnswered = guard((context, { members }) => members > 1);
const isOver = guard(({ connected }, { members }) => connected && members < 2);
const connect = reduce((context, { data = true }) => ({ ...context, connected: data }));
const disconnect = reduce((context, { failure }) => ({ ...context, connected: false, failure }));
const unwatch = action(({ page }) => page.unwatch());

/** Whether the state that a service has entered is still its state. */
function following(service) {
  const { machine } = service;
  return () => service.machine === machine;
}

const machine = createMachine('Idle', {
  Idle: state(
    transition('tap', 'Authorizing', isFilledIn, forget),
    transition('tap', 'Idle', askToFillIn),
  ),
  Authorizing: invoke(
    function () { return authorize(following(this)); },
    transition('done', 'Enabling'),
    transition('error', 'Failed', fail, say('唤起授权失败')),
    transition('cancel', 'Idle'),
  ),
  Enabling: invoke(
    function ({ page }) { return within(ENABLE_LIMIT, page.enable(following(this))); },
    transition('done', 'Joining'),
    transition('error', 'Failed', fail, say('开启通话功能失败')),
    transition('cancel', 'Idle'),
  ),
  Joining: invoke(
    function ({ page }) { return within(JOIN_LIMIT, page.join(following(this))); },
    transition('done', 'InCall', connect),
    transition('error', 'Failed', fail, unwatch, say('加入通话失败')),
    transition('cancel', 'Idle', unwatch),
  ),
  InCall: state(
    transition('members', 'InCall', isAnswered, connect),
    transition('members', 'Idle', isOver, disconnect, unwatch),
    transition('interrupted', 'Idle', disconnect, unwatch),
    transition('hangUp', 'Idle', disconnect, unwatch, action(exit)),
    transition('leave', 'Idle', unwatch),
  ),
  Failed: state(
    transition('dismiss', 'Idle', forget),
  ),
}, (page) => ({ page, error: '', failure: undefined, connected: false }));

Component({
  properties,
  data: initial,

  lifetimes: {
    attached() {
      this.isReachable = false;
      this.service = interpret(machine, () => this.show(), this);
    },

    detached() {
      this.isLeft = true;
      this.service.send('cancel');
      this.service.send('leave');
    },
  },

  methods: {
    ...inputs,
    onLoad,

    handleCall() {
      if (!missing(this.data)) this.service.send('dismiss');
      this.service.send('tap');
    },

    handleCancel() {
      this.service.send('cancel');
    },

    handleHangUp() {
      this.service.send('hangUp');
    },

    handleDismiss() {
      this.service.send('dismiss');
    },

    handleOpenSettings() {
      wx.openAppAuthorizeSetting({});
    },

    show() {
      const { machine: { current }, context: { error, failure, connected } } = this.service;
      const busy = current === 'Authorizing' || current === 'Enabling' || current === 'Joining';
      if (!this.isLeft) show(this, { state: current, busy, error, reachable: this.isReachable, connected }, failure);
    },

    /** Calls are enabled for the app, even if the page does not wait for it any more. */
    async enable(isAwaited) {
      await enable();
      this.isReachable = true;
      if (!isAwaited()) this.show();
    },

    /** Resolves with whether the other side has answered. */
    async join(isAwaited) {
      let isConnected = false;
      this.unwatch();
      this.stopWatching = watch(
        (members) => {
          isConnected = members > 1;
          this.service.send({ type: 'members', members });
        },
        (failure) => this.service.send({ type: 'interrupted', failure }),
      );
      await join(this, isAwaited, () => this.service.machine.current === 'InCall');
      return isConnected;
    },

    unwatch() {
      if (this.stopWatching) this.stopWatching();
      this.stopWatching = null;
    },
  },
});
