// Several pages: open together, one after another, and embedded in a parent.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, deny, soon, succeed } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { Phone } from '../lib/phone.mjs';
import { fillIn, ROUTE, WHOLE_CALL } from '../lib/video-call.mjs';

describe('two open pages', () => {
  test('share only the module', async () => {
    const phone = new Phone('video-call');
    const first = await phone.openFilled(ROUTE, { listenName: 'one' });
    const second = await phone.openFilled(ROUTE, { listenName: 'two' });
    assert.equal(phone.realm.instances, 1);
    assert.deepEqual([first.data.listenName, second.data.listenName], ['one', 'two']);
    fillIn(first);
    await first.tap();
    assert.deepEqual([first.data.state, second.data.state], ['InCall', 'Idle']);
    assert.deepEqual(second.setDataCalls.filter((changes) => 'state' in changes), []);
  });

  test('with different routes have their own fields and handlers', async () => {
    const phone = new Phone('two-pages');
    const first = await phone.openFilled('pages/video-call/index', { listenOpenid: 'oL', callOpenid: 'oC' });
    const second = await phone.openFilled('pages/second/index', { to: 'oL', me: 'oC' });
    assert.equal(phone.realm.instances, 1);
    await second.tap();
    assert.deepEqual([first.data.state, second.data.state], ['Idle', 'InCall']);
    assert.equal(phone.host.last('join1v1Chat').roomType, 'voice');
    await second.hangUp();
    await first.tap();
    assert.deepEqual([first.data.state, second.data.state], ['InCall', 'Idle']);
    assert.equal(phone.host.last('join1v1Chat').roomType, 'video');
  });

  test('get their own answers', async () => {
    const phone = new Phone('video-call');
    const pages = [await phone.open(ROUTE), await phone.open(ROUTE)];
    pages.forEach(fillIn);
    phone.host.script.authorize = [after(200, deny), after(100, succeed())];
    pages.forEach((page) => page.act('handleCall'));
    await phone.pass(1000);
    assert.deepEqual(pages.map((page) => page.data.state), ['Failed', 'InCall']);
  });

  test('do not get answers of a left page with the same number', async () => {
    const phone = new Phone('video-call');
    const first = await phone.open(ROUTE);
    fillIn(first);
    phone.host.script.authorize = [after(1000, succeed())];
    await first.tap();
    await first.leave();
    const second = await phone.open(ROUTE);
    fillIn(second);
    phone.host.script.authorize = [after(5000, succeed())];
    await second.tap();
    await phone.pass(1000);
    assert.equal(second.data.state, 'Authorizing', "the answer to the first page is ignored");
    await phone.pass(4000);
    assert.equal(second.data.state, 'InCall');
  });

  test('can be opened and left a hundred times', async () => {
    const phone = new Phone('video-call');
    for (let round = 0; round < 100; round += 1) {
      const page = await phone.openFilled(ROUTE, { listenOpenid: `o${round}`, callOpenid: 'oC' });
      await page.tap();
      assert.equal(phone.host.last('join1v1Chat').listener.openid, `o${round}`);
      await page.hangUp();
      await page.leave();
    }
    assert.equal(phone.realm.instances, 1);
    assert.equal(phone.host.listeners, 0);
    assert.deepEqual(phone.errors, []);
  });
});

describe('a page as a component of a parent', () => {
  const GIVEN = { listenOpenid: 'oAgent', listenName: 'agent', callOpenid: 'oMe', callName: 'me' };

  test('takes its fields as properties', async () => {
    const phone = new Phone('video-call');
    const page = await phone.embed(ROUTE, GIVEN);
    await page.tap();
    assert.deepEqual(phone.host.last('join1v1Chat'), {
      caller: { nickname: 'me', openid: 'oMe' },
      listener: { nickname: 'agent', openid: 'oAgent' },
      roomType: 'video',
    });
    assert.deepEqual(page.component.warnings, []);
  });

  test('takes properties that the parent sets later', async () => {
    const phone = new Phone('video-call');
    const opening = phone.embed(ROUTE, GIVEN);
    const page = await opening;
    page.component.setProperties({ listenOpenid: 'oOther', listenName: '别人' });
    await page.tap();
    assert.deepEqual(phone.host.last('join1v1Chat').listener, { nickname: '别人', openid: 'oOther' });
    await page.hangUp();
    page.component.setProperties({ listenOpenid: '' });
    await page.tap();
    assert.equal(page.data.error, '请填写对方openid');
  });

  test('takes properties during a call', async () => {
    const phone = new Phone('video-call');
    phone.host.script.authorize = [after(1000, succeed())];
    const page = await phone.embed(ROUTE, GIVEN);
    await page.tap();
    page.component.setProperties({ listenName: 'later' });
    await phone.pass(1000);
    assert.equal(page.data.state, 'InCall');
    assert.equal(page.data.listenName, 'later');
  });

  test('sends its parent an event for each change and for a failure', async () => {
    const phone = new Phone('video-call');
    const events = [];
    const page = await phone.embed(ROUTE, GIVEN, (event) => events.push(event));
    phone.host.script.authorize = [soon(succeed()), soon(deny)];
    await page.tap();
    assert.deepEqual(events.map(({ name, detail }) => `${name} ${detail.from ?? ''} ${detail.to ?? ''}`.trim()).slice(0, 2), [
      'change Idle Authorizing',
      'change Authorizing Failed',
    ]);
    const { detail } = events.at(-1);
    assert.equal(events.at(-1).name, 'fail');
    assert.equal(detail.cause, 'Denied');
    assert.equal(detail.message, 'authorize:fail auth deny');
    assert.equal(detail.sentence, '未授权使用麦克风或摄像头');
  });

  test('takes a property that the parent sets in an event', async () => {
    const phone = new Phone('video-call');
    const page = await phone.embed(ROUTE, GIVEN, ({ name, detail }) => {
      if (name === 'change' && detail.to === 'Enabling') page.component.setProperties({ listenName: 'new name' });
    });
    await page.tap();
    await settled();
    assert.equal(page.data.listenName, 'new name');
    assert.equal(phone.host.last('join1v1Chat').listener.nickname, 'new name');
    assert.deepEqual(phone.host.names, WHOLE_CALL);
  });

  test('is left when it is detached', async () => {
    const phone = new Phone('video-call');
    phone.host.script.join1v1Chat = [after(1000, succeed())];
    const page = await phone.embed(ROUTE, GIVEN);
    await page.tap();
    page.component.lifetime('detached');
    await phone.pass(5000);
    assert.deepEqual(phone.host.names, [...WHOLE_CALL, 'exitVoIPChat']);
    assert.deepEqual(page.component.warnings, []);
  });
});
