// `voip.page(page, Taro)`: a page on a host like Taro, whose calls call back and also return promises.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failWith, rejectsToo, resolvesToo, soon, succeed } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { Phone } from '../lib/phone.mjs';
import { fillIn, ROUTE, WHOLE_CALL } from '../lib/video-call.mjs';

/** A page on `Taro`, without `wx`. */
async function onTaro(script) {
  const phone = new Phone('video-call', { wx: () => undefined });
  const Taro = Object.assign(Object.create({ ...phone.host.wx }), { ENV_TYPE: { WEAPP: 'WEAPP' } });
  Object.assign(phone.host.script, script);
  const voip = phone.realm.load('voip/voip.js');
  const { page: pageOf } = voip;
  voip.page = (declaration) => pageOf(declaration, Taro);
  const page = await phone.open(ROUTE);
  fillIn(page);
  return { phone, page };
}

test('a call succeeds, and its promises resolve', async () => {
  const resolved = () => resolvesToo({ errMsg: 'ok' }, soon(succeed()));
  const { phone, page } = await onTaro({
    authorize: [resolved(), resolved()],
    setEnable1v1Chat: [resolved()],
    join1v1Chat: [resolved()],
  });
  await page.tap();
  assert.deepEqual(phone.host.names, WHOLE_CALL);
  assert.equal(page.data.state, 'InCall');
  phone.host.members('oC', 'oL');
  assert.equal(page.data.connected, true);
  await page.hangUp();
  assert.equal(page.data.state, 'Idle');
});

test('a failure with a callback and a rejection is one failure', async () => {
  const reasons = [];
  const listen = (reason) => reasons.push(reason);
  process.on('unhandledRejection', listen);
  const error = { errCode: -20003, errMsg: 'join1v1Chat:fail occupied' };
  const { phone, page } = await onTaro({
    join1v1Chat: [rejectsToo(error, soon(failWith(error.errCode, error.errMsg)))],
  });
  await page.tap();
  await settled();
  await settled();
  process.off('unhandledRejection', listen);
  assert.deepEqual(reasons, []);
  assert.deepEqual([page.data.state, page.data.error], ['Failed', '通话功能正被占用']);
  assert.equal(page.events('fail').length, 1);
  assert.deepEqual(phone.host.names, [...WHOLE_CALL, 'showToast']);
});
