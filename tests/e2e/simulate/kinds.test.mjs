// Words that mean something to WXML, in WeChat's component engine, and rows of every kind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulated } from '../lib/simulated.mjs';

test('words that mean something to WXML come out as they are', async () => {
  const page = await simulated('kinds', 'pages/kinds/index');
  assert.equal(page.textOf('title'), `</view> "{{title}}" & 'a\\b' <!-- 📞`);
  assert.deepEqual(page.all('label').slice(0, 3).map(({ dom }) => dom.textContent), [
    '</view>{{state}}', '对方昵称', '您的\nopenid\t📞',
  ]);
  assert.ok(page.button(`{{'呼' + "叫"}} </button>`));
});
