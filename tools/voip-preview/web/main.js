import { parse } from './address.js';
import { handleDrops } from './files.js';
import { html, render } from './html.js';
import { handleKeys } from './keys.js';
import { applyAppearance } from './appearance.js';
import { dismiss, notice } from './notices.js';
import { eachFrame, start, store, touch } from './store.js';
import { App } from './view/app.js';
import { connect } from './connection.js';
import { receive } from './server.js';

/** How many milliseconds of a frame the scan of older rows may take. */
const SCAN_BUDGET = 6;

const LINK = {
  lost: {
    english: 'Lost the connection to the preview. Reconnecting…',
    chinese: '与预览服务的连接已断开，正在自动重连。',
  },
  silent: {
    english: "The page's code does not return: the preview has not responded for 3 seconds. You can start a new run, but the old one keeps using a CPU core until you restart the preview.",
    chinese: '页面的代码没有返回：预览服务已超过 3 秒没有应答。可以重来，但原来的运行会一直占用处理器，直到重新启动预览。',
  },
};

store.settings = parse(location.search);
applyAppearance();
const root = document.getElementById('app');
start(() => render(html`<${App} />`, root));
eachFrame(() => {
  store.log.scan(SCAN_BUDGET);
  if (store.log.scanning) touch();
});
connect(receive, (status) => {
  if (status === 'responding') dismiss('silent');
  else notice(status, LINK[status]);
  if (status === 'lost') dismiss('silent');
});
addEventListener('popstate', applyAppearance);
handleDrops();
handleKeys();
// While virtual time runs, the clocks are rendered ten times a second.
setInterval(() => {
  if (store.link === 'open' && !store.clock.paused && !document.hidden) touch();
}, 100);
touch();
