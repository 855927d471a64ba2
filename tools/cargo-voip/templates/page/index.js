// Written by cargo voip. Changes are lost at the next build.
var voip = require('[[glue]]');
Component(voip.page({
  route: [[route]],
  module: '/voip/app.wasm',
  fields: [
[[fields]]  ]
}));
