// A million calls in one run of the mini-program: what one call takes it gives back.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bare, flow, QUERY, ROUTE } from './lib/bare.mjs';
import { settled } from './lib/clock.mjs';

/** An open page, and the size of its module's memory. */
async function opened(program = 'video-call', route = ROUTE, query = QUERY) {
  const page = bare(program, route, query);
  let memory;
  const { instantiate } = page.realm.context.WXWebAssembly;
  page.realm.context.WXWebAssembly.instantiate = (...given) =>
    instantiate(...given).then((result) => {
      memory = result.instance.exports.memory;
      return result;
    });
  page.open();
  await settled();
  return { page, size: () => memory.buffer.byteLength };
}

describe('the memory of the module is as large after', () => {
  test('a million calls as after a thousand', async (t) => {
    const { page, size } = await opened();
    for (let calls = 0; calls < 1000; calls += 1) await flow(page);
    const before = size();
    for (let calls = 0; calls < 1_000_000; calls += 1) await flow(page);
    t.diagnostic(`${before / 1024} KB`);
    assert.equal(size(), before);
  });

  test('a hundred thousand keys as after a thousand', async () => {
    const { page, size } = await opened();
    const type = (text) => {
      page.handleChangeListenName({ detail: { value: text } });
      page.data.listenName = text;
    };
    for (let keys = 0; keys < 1000; keys += 1) type(`${keys % 7}`.repeat(keys));
    const before = size();
    for (let keys = 0; keys < 100_000; keys += 1) type(`${keys % 7}`.repeat(keys % 1000));
    assert.equal(size(), before);
  });

  test('a hundred thousand refusals as after a thousand', async () => {
    const { page, size } = await opened();
    const { wx } = page.realm.context;
    const refuse = (options) => options.fail({ errCode: -20003, errMsg: 'authorize:fail auth deny' });
    const authorize = wx.authorize;
    wx.authorize = refuse;
    try {
      const refused = () => {
        page.handleCall();
        page.handleDismiss();
      };
      for (let calls = 0; calls < 1000; calls += 1) refused();
      assert.equal(page.data.state, 'Idle');
      const before = size();
      for (let calls = 0; calls < 100_000; calls += 1) refused();
      assert.equal(size(), before);
    } finally {
      wx.authorize = authorize;
    }
  });

  test('ten thousand pages opened and left as after a thousand', async () => {
    const { page, size } = await opened();
    const openAndLeave = () => {
      page.onUnload();
      page.open();
    };
    for (let pages = 0; pages < 1000; pages += 1) openAndLeave();
    await flow(page);
    const before = size();
    for (let pages = 0; pages < 10_000; pages += 1) openAndLeave();
    await flow(page);
    assert.equal(size(), before);
  });
});
