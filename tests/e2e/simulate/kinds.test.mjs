// Text that is special in WXML, in WeChat's component engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulated } from '../lib/simulated.mjs';

test('text that is special in WXML is shown unchanged', async () => {
  const page = await simulated('kinds', 'pages/kinds/index');
  assert.equal(page.textOf('title'), `</view> "{{title}}" & 'a\\b' <!-- 📞`);
  assert.deepEqual(page.all('label').slice(0, 3).map(({ dom }) => dom.textContent), [
    '</view>{{state}}', '对方昵称', '您的\nopenid\t📞',
  ]);
  assert.ok(page.button(`{{'呼' + "叫"}} </button>`));
});
