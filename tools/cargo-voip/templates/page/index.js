// Written by cargo voip.
var voip = require('[[glue]]');
Component(voip.page({
  route: [[route]],
  module: '/voip/app.wasm',
  fields: [
[[fields]]  ]
}));
