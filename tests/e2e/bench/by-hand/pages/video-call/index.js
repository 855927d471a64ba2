// The handwritten page of the benchmark: the tutorial's page, extended to do the same work as a page of
// `#[voip_page]`. It requests one scope per call, makes one call at a time, stops where a step fails, has
// time limits, ignores late answers, translates error codes, and subscribes to the host's events.

const SENTENCES = {
  '-20000': '小程序未开通音视频通话',
  '-20001': '当前设备不支持通话',
  '-20002': '正在通话中',
  '-20003': '通话功能正被占用',
  '-30000': '微信内部错误',
  '-30001': '微信没有摄像头权限',
  '-30002': '微信没有麦克风权限',
  '-30003': '小程序没有麦克风权限',
  '-30004': '小程序没有摄像头权限',
  '-1': '已在房间内',
  '-2': '录音设备被占用',
  '-3': '呼叫时已退出',
  '-1000': '系统错误',
};

/** The failure for an error of any shape. */
function failureOf(error) {
  const message = (typeof error === 'string' ? error : error && error.errMsg) || '';
  const code = Number(error && (error.errCode !== undefined ? error.errCode : error.errno));
  if (/auth den/.test(message)) return { cause: 'Denied', code: null, message, sentence: '未授权使用麦克风或摄像头' };
  return { cause: 'Other', code, message, sentence: SENTENCES[code] || '微信返回了未知错误' };
}

/** Makes a host call. Only its first answer counts. `within` is a time limit. */
function ask(name, options, within) {
  return new Promise((resolve, reject) => {
    let answered = false;
    let timer;
    const end = (settle) => (answer) => {
      answered = true;
      if (timer) clearTimeout(timer);
      settle(answer);
    };
    wx[name]({
      ...options,
      success: end(resolve),
      fail: end((error) => reject(failureOf(error))),
    });
    if (within && !answered) {
      timer = setTimeout(() => reject({ cause: 'Timeout', code: null, message: '', sentence: '等待超时' }), within);
    }
  });
}

Component({
  properties: {
    listenOpenid: { type: String, value: '' },
    listenName: { type: String, value: 'listener' },
    callOpenid: { type: String, value: '' },
    callName: { type: String, value: 'caller' },
  },

  data: { state: 'Idle', busy: false, reachable: false, connected: false, error: '' },

  lifetimes: {
    detached() {
      this.left = true;
      this.unwatch();
    },
  },

  methods: {
    onLoad(query) {
      const known = {};
      for (const key of Object.keys(query)) {
        if (key in this.properties) known[key] = decodeURIComponent(query[key]);
      }
      if (Object.keys(known).length) this.setData(known);
    },

    handleChangeListenOpenid(e) {
      this.setData({ listenOpenid: e.detail.value });
    },

    handleChangeListenName(e) {
      this.setData({ listenName: e.detail.value });
    },

    handleChangeCallOpenid(e) {
      this.setData({ callOpenid: e.detail.value });
    },

    handleChangeCallName(e) {
      this.setData({ callName: e.detail.value });
    },

    async handleCall() {
      const { busy, state, listenOpenid, listenName, callOpenid, callName } = this.data;
      if (busy || state === 'InCall') return;
      const empty = [
        ['对方openid', listenOpenid],
        ['对方昵称', listenName],
        ['您的openid', callOpenid],
        ['您的昵称', callName],
      ].find(([, value]) => !value);
      if (empty) {
        this.setData({ error: `请填写${empty[0]}` });
        return;
      }
      this.setData({ busy: true });
      if (state === 'Failed') this.go('Idle');
      this.go('Authorizing');
      let toast = '唤起授权失败';
      try {
        await ask('authorize', { scope: 'scope.record' });
        if (this.left) return;
        await ask('authorize', { scope: 'scope.camera' });
        if (this.left) return;
        this.go('Enabling');
        toast = '开启通话功能失败';
        await ask('setEnable1v1Chat', { enable: true }, 15000);
        if (this.left) return;
        this.setData({ reachable: true });
        this.go('Joining');
        toast = '加入通话失败';
        await ask(
          'join1v1Chat',
          {
            caller: { nickname: callName, openid: callOpenid },
            listener: { nickname: listenName, openid: listenOpenid },
            roomType: 'video',
          },
          60000,
        );
        if (this.left) {
          wx.exitVoIPChat({});
          return;
        }
        this.go('InCall');
        this.watch();
      } catch (failure) {
        if (this.left) return;
        this.go('Failed', failure);
        wx.showToast({ title: toast, icon: toast.length > 7 ? 'none' : 'error' });
      }
      this.setData({ busy: false });
    },

    handleHangUp() {
      if (this.data.state !== 'InCall') return;
      wx.exitVoIPChat({});
      this.over();
    },

    handleDismiss() {
      if (this.data.state === 'Failed') this.go('Idle');
    },

    go(to, failure) {
      const from = this.data.state;
      const changes = { state: to };
      if (failure) changes.error = failure.sentence;
      else if (this.data.error) changes.error = '';
      this.setData(changes);
      this.triggerEvent('change', {
        from,
        to,
        cause: failure ? failure.cause : null,
        code: failure ? failure.code : null,
        message: failure ? failure.message : '',
      });
      if (failure) this.triggerEvent('fail', failure);
    },

    watch() {
      this.onMembers = ({ openIdList }) => {
        if (openIdList.length > 1) {
          if (!this.data.connected) this.setData({ connected: true });
        } else if (this.data.connected) {
          this.over();
        }
      };
      this.onInterrupted = () => this.over();
      wx.onVoIPChatMembersChanged(this.onMembers);
      wx.onVoIPChatInterrupted(this.onInterrupted);
    },

    unwatch() {
      if (!this.onMembers) return;
      wx.offVoIPChatMembersChanged(this.onMembers);
      wx.offVoIPChatInterrupted(this.onInterrupted);
      this.onMembers = null;
    },

    over() {
      this.unwatch();
      if (this.data.connected) this.setData({ connected: false });
      this.go('Idle');
    },
  },
});
