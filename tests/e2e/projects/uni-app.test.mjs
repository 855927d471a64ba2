import { framework } from './framework.mjs';

framework('uni-app', {
  section: 'uni-app',
  packages: 'uni-app',
  // The document shows the whole file.
  configure: () => {},
  pages: 'src/pages.json',
  subpackage: [
    ',\n    { "path": "pages/own/index" }\n  ]',
    '\n  ],\n  "subPackages": [{ "root": "voip", "pages": [{ "path": "room/index" }] }]',
  ],
  out: 'dist/build/mp-weixin',
  watchOut: 'dist/dev/mp-weixin',
  h5Out: 'dist/build/h5',
  watch: 'npx uni -p mp-weixin',
  h5: 'npx uni build -p h5',
  types: 'npx vue-tsc --project .',
  wrong: ['src/pages/embed/index.vue', 'listen-openid=', 'listen-opneid='],
});
