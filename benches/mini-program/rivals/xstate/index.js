// The page with a machine of XState, which invokes each host call in a state of its own.
import { assign, createActor, fromCallback, fromPromise, setup } from 'xstate';
import { authorize, enable, ENABLE_LIMIT, exit, join, JOIN_LIMIT, toast, watch } from '../shared/host.js';
import { failure } from '../shared/failures.js';
import { initial, inputs, missing, onLoad, properties } from '../shared/form.js';
import { show } from '../shared/show.js';

const machine = setup({
  actors: {
    authorize: fromPromise(({ signal }) => authorize(() => !signal.aborted)),
    enable: fromPromise(async ({ input, signal }) => {
      await enable();
      // Calls are enabled for the app, even if the page does not wait for it any more.
      if (signal.aborted) input.parent.send({ type: 'enabled' });
    }),
    join: fromPromise(({ input: { page, parent }, signal }) => {
      const isInCall = () => parent.getSnapshot().matches({ Room: 'InCall' });
      return join(page, () => !signal.aborted, isInCall);
    }),
    room: fromCallback(({ sendBack }) => watch(
      (members) => sendBack({ type: 'members', members }),
      (reason) => sendBack({ type: 'interrupted', failure: reason }),
    )),
  },
  actions: {
    begin: assign({ error: '', failure: undefined, connected: false }),
    askToFillIn: assign({ error: ({ context }) => missing(context.page.data) }),
    forget: assign({ error: '', failure: undefined }),
    fail: assign({ error: ({ event }) => event.error.sentence, failure: ({ event }) => event.error }),
    timeOut: assign({ error: failure('Timeout').sentence, failure: failure('Timeout') }),
    toast: (_, title) => toast(title),
    makeReachable: assign({ reachable: true }),
    count: assign({ connected: ({ event }) => event.members > 1 }),
    interrupt: assign({ failure: ({ event }) => event.failure }),
    disconnect: assign({ connected: false }),
    exit,
  },
  guards: {
    isFilledIn: ({ context }) => !missing(context.page.data),
    isAnswered: ({ event }) => event.members > 1,
    isOver: ({ context, event }) => context.connected && event.members < 2,
  },
  delays: { ENABLE_LIMIT, JOIN_LIMIT },
}).createMachine({
  context: ({ input }) => ({ page: input, error: '', failure: undefined, reachable: false, connected: false }),
  initial: 'Idle',
  on: { enabled: { actions: 'makeReachable' } },
  states: {
    Idle: {
      id: 'idle',
      on: { tap: [{ guard: 'isFilledIn', target: 'Authorizing', actions: 'begin' }, { actions: 'askToFillIn' }] },
    },
    Authorizing: {
      invoke: { src: 'authorize', onDone: 'Enabling', onError: { target: 'Failed', actions: ['fail', { type: 'toast', params: '唤起授权失败' }] } },
      on: { cancel: 'Idle' },
    },
    Enabling: {
      invoke: {
        src: 'enable',
        input: ({ self }) => ({ parent: self }),
        onDone: { target: 'Room', actions: 'makeReachable' },
        onError: { target: 'Failed', actions: ['fail', { type: 'toast', params: '开启通话功能失败' }] },
      },
      after: { ENABLE_LIMIT: { target: 'Failed', actions: ['timeOut', { type: 'toast', params: '开启通话功能失败' }] } },
      on: { cancel: 'Idle' },
    },
    // Both states in it listen to the room.
    Room: {
      invoke: { src: 'room' },
      exit: 'disconnect',
      initial: 'Joining',
      states: {
        Joining: {
          invoke: {
            src: 'join',
            input: ({ context, self }) => ({ page: context.page, parent: self }),
            onDone: 'InCall',
            onError: { target: '#failed', actions: ['fail', { type: 'toast', params: '加入通话失败' }] },
          },
          after: { JOIN_LIMIT: { target: '#failed', actions: ['timeOut', { type: 'toast', params: '加入通话失败' }] } },
          on: { cancel: '#idle', members: { actions: 'count' } },
        },
        InCall: {
          on: {
            members: [{ guard: 'isAnswered', actions: 'count' }, { guard: 'isOver', target: '#idle' }],
            interrupted: { target: '#idle', actions: 'interrupt' },
            hangUp: { target: '#idle', actions: 'exit' },
          },
        },
      },
    },
    Failed: {
      id: 'failed',
      on: { dismiss: { target: 'Idle', actions: 'forget' } },
    },
  },
});

Component({
  properties,
  data: initial,

  lifetimes: {
    attached() {
      this.actor = createActor(machine, { input: this });
      this.actor.subscribe(({ value, context }) => {
        const state = typeof value === 'string' ? value : value.Room;
        const { error, failure: reason, reachable, connected } = context;
        const busy = state === 'Authorizing' || state === 'Enabling' || state === 'Joining';
        show(this, { state, busy, error, reachable, connected: connected && state === 'InCall' }, reason);
      });
      this.actor.start();
    },

    detached() {
      this.actor.stop();
    },
  },

  methods: {
    ...inputs,
    onLoad,

    handleCall() {
      if (!missing(this.data)) this.actor.send({ type: 'dismiss' });
      this.actor.send({ type: 'tap' });
    },

    handleCancel() {
      this.actor.send({ type: 'cancel' });
    },

    handleHangUp() {
      this.actor.send({ type: 'hangUp' });
    },

    handleDismiss() {
      this.actor.send({ type: 'dismiss' });
    },

    handleOpenSettings() {
      wx.openAppAuthorizeSetting({});
    },
  },
});
