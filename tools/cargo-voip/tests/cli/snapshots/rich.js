// Written by cargo voip.
var voip = require('../../voip/voip.js');
Component(voip.page({
  route: 'pages/rich/index',
  module: '/voip/app.wasm',
  fields: [
    ['listenOpenid', ''],
    ['listenName', 'listener'],
    ['picture', ''],
    ['callOpenid', ''],
    ['callName', 'caller'],
    ['kind', 'voice', ['video', 'voice']],
    ['other', '', ['video', 'voice']],
    ['loud', true],
    ['age', -3],
    ['weight', 60.5]
  ]
}));
