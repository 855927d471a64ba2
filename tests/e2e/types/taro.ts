// `Taro` instead of `wx`, checked against Taro's types.
import Taro from '@tarojs/taro';
import voip = require('GLUE');

const page = voip.page(
  { route: 'pages/video-call/index', module: '/voip/app.wasm', fingerprint: '0dd7d686', fields: [['listenOpenid', '', 1]] },
  Taro,
);
page.methods;

// The two calls with the options of a generated page.
Taro.setEnable1v1Chat({ enable: true, success() {}, fail() {} });
Taro.join1v1Chat({
  caller: { nickname: 'caller', openid: 'oC', headImage: 'https://support.example/c.png' },
  listener: { nickname: 'listener', openid: 'oL' },
  roomType: 'video',
  backgroundType: 0,
  disableSwitchVoice: false,
  success() {},
  fail() {},
}).catch(() => {});
