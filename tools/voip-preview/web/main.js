import { parse } from './address.js';
import { takeDrops } from './files.js';
import { html, render } from './html.js';
import { takeKeys } from './keys.js';
import { look } from './look.js';
import { dismiss, notice } from './notices.js';
import { eachFrame, start, store, touch } from './store.js';
import { App } from './view/app.js';
import { connect } from './wire.js';
import { take } from './world.js';

/** Milliseconds of a frame for looking through old records. */
const SCAN = 6;

const LINK = {
  lost: {
    english: 'The connection to the preview is lost. It is tried again by itself.',
    chinese: '与预览服务的连接已断开，正在自动重连。',
  },
  silent: {
    english: "The page's code does not come back: the preview has not answered for 3 seconds. A new run can be begun, but the old one goes on taking a processor until the preview is started anew.",
    chinese: '页面的代码没有返回：预览服务已超过 3 秒没有应答。可以重来，但原来的运行会一直占用处理器，直到重新启动预览。',
  },
};

store.settings = parse(location.search);
look();
const root = document.getElementById('app');
start(() => render(html`<${App} />`, root));
eachFrame(() => {
  store.log.scan(SCAN);
  if (store.log.scanning) touch();
});
connect(take, (what) => {
  if (what === 'answers') dismiss('silent');
  else notice(what, LINK[what]);
  if (what === 'lost') dismiss('silent');
});
addEventListener('popstate', look);
takeDrops();
takeKeys();
// While virtual time runs, the clocks are drawn ten times a second.
setInterval(() => {
  if (store.link === 'open' && !store.clock.paused && !document.hidden) touch();
}, 100);
touch();
