// The view of `voip.open`: what it gets, and when.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, deny, never, soon } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { OwnPage } from '../lib/own-page.mjs';
import { Phone } from '../lib/phone.mjs';
import { FIELDS, INITIAL, ROUTE } from '../lib/video-call.mjs';

describe('a view', () => {
  test('gets all data before `open` returns, and then only what changes', async () => {
    const phone = new Phone('video-call');
    const page = new OwnPage(phone, ROUTE);
    assert.deepEqual(page.calls, [INITIAL]);
    await settled();
    page.handle.set({ listenName: 'Ann' });
    assert.deepEqual(page.calls.slice(1), [{ listenName: 'Ann' }]);
  });

  test('that renders later, as React does, has no effect on the page', async () => {
    const phone = new Phone('video-call');
    const page = new OwnPage(phone, ROUTE, { data: FIELDS });
    await settled();
    page.shown = {};
    await page.act('handleCall');
    assert.deepEqual(page.shown, { state: 'InCall', busy: false, reachable: true });
    assert.equal(page.handle.data.state, 'InCall');
  });

  test('that throws does not stop the call', async () => {
    const phone = new Phone('video-call');
    const page = new OwnPage(phone, ROUTE, { data: FIELDS });
    await settled();
    page.view.setData = () => { throw new Error('unmounted'); };
    await page.act('handleCall');
    assert.equal(phone.host.names.at(-1), 'join1v1Chat');
    assert.ok(phone.errors.every((text) => /unmounted/.test(text)));
  });

  test('that throws as the page opens gets the page, and what changes', async () => {
    const phone = new Phone('video-call');
    let times = 0;
    const shown = {};
    const setData = (changes) => {
      times += 1;
      if (times === 1) throw new Error('not mounted');
      Object.assign(shown, changes);
    };
    const page = new OwnPage(phone, ROUTE, { data: FIELDS, setData });
    assert.match(phone.errors.join(), /not mounted/);
    await settled();
    await page.act('handleCall');
    assert.deepEqual([shown.state, page.handle.data.state, page.handle.data.listenName], ['InCall', 'InCall', '小红']);
    page.handle.leave();
  });

  test('that acts in its `setData` gets the changes and the events in their order', async () => {
    const phone = new Phone('video-call');
    phone.host.script.authorize = [never, never];
    const page = new OwnPage(phone, ROUTE, { data: FIELDS });
    await settled();
    const { setData } = page.view;
    page.view.setData = (changes) => {
      if (changes.state === 'Authorizing') {
        page.handle.handleCancel();
        page.handle.set({ listenName: 'Ann' });
        assert.deepEqual([page.handle.data.state, page.handle.data.listenName], ['Idle', 'Ann']);
      }
      setData(changes);
    };
    page.calls.length = 0;
    await page.act('handleCall');
    assert.deepEqual(page.calls.map(({ state, listenName }) => state ?? listenName), ['Authorizing', 'Idle', 'Ann']);
    assert.equal(page.shown.state, 'Idle');
    assert.deepEqual([page.changes(), phone.errors], [['Idle>Authorizing', 'Authorizing>Idle'], []]);
  });

  test('that acts in its `triggerEvent` gets the events in their order', async () => {
    const phone = new Phone('video-call');
    phone.host.script.authorize = [soon(deny)];
    const events = [];
    const page = new OwnPage(phone, ROUTE, {
      data: FIELDS,
      triggerEvent(name, { from, to, sentence }) {
        if (name === 'change' && to === 'Failed') page.handle.handleDismiss();
        events.push(sentence ?? `${from}>${to}`);
      },
    });
    await settled();
    await page.act('handleCall');
    assert.deepEqual(events, ['Idle>Authorizing', 'Authorizing>Failed', '未授权使用麦克风或摄像头', 'Failed>Idle']);
    assert.equal(page.shown.error, '');
  });

  test('that leaves the page gets nothing after that', async () => {
    for (const name of ['setData', 'triggerEvent']) {
      const phone = new Phone('video-call');
      phone.host.script.authorize = [deny];
      const page = new OwnPage(phone, ROUTE, { data: FIELDS });
      await settled();
      let calls = 0;
      for (const key of ['setData', 'triggerEvent']) {
        page.view[key] = () => {
          calls += 1;
          if (key === name) page.handle.leave();
        };
      }
      await page.act('handleCall');
      assert.deepEqual([calls, phone.errors], [name === 'setData' ? 1 : 2, []], name);
    }
  });

  test('needs no `triggerEvent`', async () => {
    const phone = new Phone('video-call');
    const page = new OwnPage(phone, ROUTE, { data: FIELDS, triggerEvent: undefined });
    await settled();
    await page.act('handleCall');
    assert.deepEqual([page.shown.state, phone.errors], ['InCall', []]);
  });

  test('may pass the functions of the handle on', async () => {
    const phone = new Phone('video-call');
    const page = new OwnPage(phone, ROUTE, { data: FIELDS });
    await settled();
    const { handleCall, set, leave } = page.handle;
    set({ listenName: 'Ann' });
    handleCall();
    await settled();
    assert.equal(phone.host.last('join1v1Chat').listener.nickname, 'Ann');
    leave();
    set({ listenName: 'late' });
    assert.equal(page.shown.listenName, 'Ann');
  });

  test('may be that of a page of the mini-program, with data of its own', async () => {
    const phone = new Phone('video-call');
    const data = { state: 'mine', other: 1, listenOpenid: 'oL', callOpenid: 'oC' };
    const page = new OwnPage(phone, ROUTE, { data });
    await settled();
    assert.deepEqual([page.shown.state, page.shown.other, page.shown.listenOpenid], ['Idle', undefined, 'oL']);
    assert.equal(data.state, 'mine');
  });
});
