// WeChat's tutorial asks for the scopes, enables calls and joins, each call in the `success` of the one before. This is that
// page, mended so that it works: it asks for one scope at a time, stops where a step fails, has time limits, ignores late
// answers, leaves a room that nobody waits for, and follows the events of the room.
import { authorize, enable, ENABLE_LIMIT, exit, join, JOIN_LIMIT, toast, watch, within } from '../shared/host.js';
import { initial, inputs, missing, onLoad, properties } from '../shared/form.js';
import { show } from '../shared/show.js';

Component({
  properties,
  data: initial,

  lifetimes: {
    detached() {
      this.isLeft = true;
      this.call = null;
      this.unwatch();
    },
  },

  methods: {
    ...inputs,
    onLoad,

    async handleCall() {
      const { busy, state } = this.data;
      if (busy || state === 'InCall') return;
      const error = missing(this.data);
      if (error) return void show(this, { error });
      if (state === 'Failed') this.go('Idle', { error: '' });
      // Another call, or none, takes its place when this one is cancelled.
      const call = (this.call = {});
      const isAwaited = () => this.call === call;
      let title = '唤起授权失败';
      try {
        this.go('Authorizing', { busy: true, error: '' });
        await authorize(isAwaited);
        if (!isAwaited()) return;
        this.go('Enabling');
        title = '开启通话功能失败';
        await within(ENABLE_LIMIT, this.enable(isAwaited));
        if (!isAwaited()) return;
        this.go('Joining', { reachable: true });
        title = '加入通话失败';
        this.watch();
        await within(JOIN_LIMIT, join(this, isAwaited, () => !this.isLeft && this.data.state === 'InCall'));
        if (isAwaited()) this.go('InCall', { busy: false, connected: this.isConnected });
      } catch (failure) {
        if (!isAwaited()) return;
        this.call = null;
        this.unwatch();
        this.go('Failed', { busy: false, error: failure.sentence }, failure);
        toast(title);
      }
    },

    /** Calls are enabled for the app, even if the page does not wait for it any more. */
    async enable(isAwaited) {
      await enable();
      if (!isAwaited() && !this.isLeft) show(this, { reachable: true });
    },

    handleCancel() {
      if (this.data.busy) this.end();
    },

    handleHangUp() {
      if (this.data.state !== 'InCall') return;
      exit();
      this.end();
    },

    handleDismiss() {
      if (this.data.state === 'Failed') this.go('Idle', { error: '' });
    },

    handleOpenSettings() {
      wx.openAppAuthorizeSetting({});
    },

    end(failure) {
      this.call = null;
      this.unwatch();
      this.go('Idle', { busy: false, connected: false }, failure);
    },

    go(state, changes, failure) {
      show(this, { ...changes, state }, failure);
    },

    watch() {
      this.isConnected = false;
      this.unwatch();
      this.stopWatching = watch(
        (members) => {
          const was = this.isConnected;
          this.isConnected = members > 1;
          if (this.data.state !== 'InCall') return;
          if (members > 1) show(this, { connected: true });
          else if (was) this.end();
        },
        (failure) => void (this.data.state === 'InCall' && this.end(failure)),
      );
    },

    unwatch() {
      if (this.stopWatching) this.stopWatching();
      this.stopWatching = null;
    },
  },
});
