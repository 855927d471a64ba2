// The module's memory does not grow over a million calls.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { callOnce, minimalPage, GIVEN, ROUTE } from './lib/minimal-page.mjs';
import { settled } from './lib/clock.mjs';

/** An open page and the size of its module's memory. */
async function opened(program = 'video-call', route = ROUTE, given = GIVEN) {
  const page = minimalPage(program, route, given);
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

describe('the size of the memory is the same after', () => {
  test('a million calls and after a thousand', async (t) => {
    const { page, size } = await opened();
    for (let calls = 0; calls < 1000; calls += 1) await callOnce(page);
    const before = size();
    for (let calls = 0; calls < 1_000_000; calls += 1) await callOnce(page);
    t.diagnostic(`${before / 1024} KB`);
    assert.equal(size(), before);
  });

  test('a hundred thousand inputs and after a thousand', async () => {
    const { page, size } = await opened();
    const type = (text) => {
      page.handleChangeListenName({ detail: { value: text } });
      page.data.listenName = text;
    };
    for (let inputs = 0; inputs < 1000; inputs += 1) type(`${inputs % 7}`.repeat(inputs));
    const before = size();
    for (let inputs = 0; inputs < 100_000; inputs += 1) type(`${inputs % 7}`.repeat(inputs % 1000));
    assert.equal(size(), before);
  });

  test('a hundred thousand denied calls and after a thousand', async () => {
    const { page, size } = await opened();
    const { wx } = page.realm.context;
    const deny = (options) => options.fail({ errCode: -20003, errMsg: 'authorize:fail auth deny' });
    const authorize = wx.authorize;
    wx.authorize = deny;
    try {
      const deniedCall = () => {
        page.handleCall();
        page.handleDismiss();
      };
      for (let calls = 0; calls < 1000; calls += 1) deniedCall();
      assert.equal(page.data.state, 'Idle');
      const before = size();
      for (let calls = 0; calls < 100_000; calls += 1) deniedCall();
      assert.equal(size(), before);
    } finally {
      wx.authorize = authorize;
    }
  });

  test('ten thousand opened and left pages and after a thousand', async () => {
    const { page, size } = await opened();
    const openAndLeave = () => {
      page.onUnload();
      page.open();
    };
    for (let pages = 0; pages < 1000; pages += 1) openAndLeave();
    await callOnce(page);
    const before = size();
    for (let pages = 0; pages < 10_000; pages += 1) openAndLeave();
    await callOnce(page);
    assert.equal(size(), before);
  });
});
