// Whatever the host and the server say, what users wrote is not in a recording.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fail, soon, succeed } from '../lib/answers.mjs';
import { Phone } from '../lib/phone.mjs';
import { printed, recordsOf, replayed } from '../lib/recording.mjs';
import { FOUND, ROUTE } from '../lib/voice-support.mjs';

/** An openid as the host makes them; the page has not seen this one. */
const OPENID = 'oABCD-efgh_ijkl0123456789XYZ';
const PRIVATE = [OPENID, OPENID.slice(0, 20), '王小明', '小明', '13800138000', 'tok_secret', 'oCustomer', '8765'];

/** Private texts in every place of an answer. */
const ODD = {
  openid: OPENID,
  id: OPENID,
  nickName: '王小明',
  url: `https://support.example/?openid=${OPENID}&name=王小明`,
  json: JSON.stringify({ openid: OPENID, nickName: '王小明', list: [OPENID] }),
  王小明: 1,
  13800138000: { avatarUrl: 'tok_secret' },
  [OPENID]: 2,
};

test('is hidden in messages, addresses, JSON, names of members, events and versions', async () => {
  const phone = new Phone('recorded-voice');
  const { host } = phone;
  let state;
  host.wx.onVoIPChatStateChanged = (listener) => (state = listener);
  host.wx.getAppBaseInfo = () => phone.realm.value({ SDKVersion: '3.5.0', user: ODD.json.replaceAll('王小明', ''), avatarUrl: 'tok_secret' });
  host.script.request = [
    soon(succeed({ statusCode: 200, data: { ...ODD, openid: 'oAgent-0123456789', picture: 'tok_secret' } })),
    soon(fail({ errMsg: 'request:fail 王小明 tok_secret', data: ODD })),
    soon(fail('request:fail 王小明')),
    soon(succeed(FOUND)),
  ];
  host.script.join1v1Chat = [soon(fail({ errMsg: `join1v1Chat:fail 王小明 of ${OPENID} is invalid`, errCode: -777, more: ODD }))];
  const page = await phone.open(ROUTE);
  page.input('agent', '8765');
  // A part of the other texts.
  page.input('customer', '小明');
  page.input('customer', '王小明');
  page.input('customerOpenid', ' oCustomer-0123456789 ');
  for (let calls = 0; calls < 3; calls += 1) {
    await page.tap();
    await phone.pass(5000);
    state(phone.realm.value({ code: 1, data: ODD }));
    await page.dismiss();
  }
  await page.tap();
  const [members] = host.listenersOf('onVoIPChatMembersChanged');
  members(phone.realm.value({ openIdList: [OPENID, 'oCustomer'], errMsg: `ok 王小明 ${OPENID}`, members: [ODD] }));
  host.interrupted({ errCode: -1, errMsg: `王小明 ${OPENID} hung up`, who: ODD });
  await phone.pass(1000);
  const text = printed(phone);
  assert.deepEqual([page.data.state, recordsOf(text).findLast(({ change }) => change).change.cause], ['Failed', 'Interrupted']);
  for (const word of PRIVATE) assert.ok(!text.includes(word), `${word}\n${text.split('\n').find((line) => line.includes(word))}`);
  assert.match(replayed('voice-support', 'private texts', text), /The page matches the recording/);
});

for (const program of ['recorded-voice', 'recorded-full']) {
  test(`a server that answers something else is replayed: ${program}`, async () => {
    const phone = new Phone(program);
    phone.host.script.request = [soon(succeed({ statusCode: 500, data: { error: 'no agent' } })), soon(succeed({ statusCode: 404, data: '' }))];
    const page = await phone.open(ROUTE);
    page.input('customerOpenid', 'oCustomer-0123456789');
    await page.tap();
    await page.dismiss();
    await page.tap();
    assert.equal(page.data.state, 'Failed');
    assert.match(replayed('voice-support', `other answers ${program}`, printed(phone)), /The page matches the recording/);
  });
}
