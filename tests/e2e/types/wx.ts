// The options that generated pages pass to `wx`, checked against WeChat's types. The stand-in host checks
// that pages pass only these options (`lib/rules.mjs`).

wx.authorize({ scope: 'scope.record', success() {}, fail() {} });
wx.authorize({ scope: 'scope.camera', success() {}, fail() {} });
wx.setEnable1v1Chat({ enable: true, backgroundType: 5, minWindowType: 1, success() {}, fail() {} });
wx.join1v1Chat({
  caller: { nickname: 'caller', openid: 'oC', headImage: 'https://support.example/c.png' },
  listener: { nickname: 'listener', openid: 'oL' },
  roomType: 'video',
  backgroundType: 0,
  minWindowType: 1,
  disableSwitchVoice: false,
  success() {},
  fail() {},
});
wx.exitVoIPChat({ success() {}, fail() {} });
wx.showToast({ title: '加入通话失败', icon: 'error' });
wx.showToast({ title: '开启通话功能失败', icon: 'none' });
wx.showModal({ title: '需要授权', content: '…', confirmText: '去设置', success: ({ confirm }) => confirm, fail() {} });
wx.openSetting({ success: ({ authSetting }) => authSetting['scope.record'], fail() {} });
wx.request({ url: 'https://support.example/agents', data: { agent: '8001' }, success: ({ data }) => data, fail() {} });

const members = ({ openIdList }: { openIdList: string[] }) => openIdList.length;
const interrupted = ({ errMsg }: { errMsg: string }) => errMsg;
wx.onVoIPChatMembersChanged(members);
wx.offVoIPChatMembersChanged(members);
wx.onVoIPChatInterrupted(interrupted);
wx.offVoIPChatInterrupted(interrupted);
