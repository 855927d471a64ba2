// Ten pages as mini-programs have them (`tests/pages`): each makes or receives its call, and has its refusals.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, deny, failWith, never, soon, succeed } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { Phone } from '../lib/phone.mjs';

const PAGES = {
  departments: 'pages/departments/index',
  neighbours: 'pages/neighbours/index',
  reception: 'pages/reception/index',
  homeVisit: 'pages/home-visit/index',
  helpline: 'pages/helpline/index',
  legalAid: 'pages/legal-aid/index',
  interview: 'pages/interview/index',
  duty: 'pages/duty/index',
  grandparents: 'pages/grandparents/index',
  wardDesk: 'pages/ward-desk/index',
};

const CALL = ['authorize', 'authorize', 'setEnable1v1Chat', 'join1v1Chat'];

const contact = (openid, nickname) => ({ openid, nickname, headImage: `https://example.com/${openid}.png` });

/** The host calls, without those for the glue's own storage. */
const names = (phone) => phone.host.names.filter((name) => name !== 'setStorage');

/** The titles and durations of the toasts. */
const toasts = (phone) => phone.host.log.filter(({ name }) => name === 'showToast').map(({ options }) => [options.title, options.duration]);

const made = (phone) => phone.host.last('join1v1Chat');

/** A page that answers every request of this name like this. */
function phoneWith(answers = {}, options = {}) {
  const phone = new Phone('test-pages', options);
  for (const [name, result] of Object.entries(answers)) {
    phone.host.script[name] = Array.from({ length: 20 }, () => soon(succeed(result)));
  }
  return phone;
}

/** Opens a page and waits until it is loaded and shown. */
async function open(phone, page, query = {}) {
  const opened = await phone.open(PAGES[page], query);
  await phone.pass(0);
  await settled();
  return opened;
}

/** The other side answers, and hangs up. */
async function talk(phone, page) {
  assert.deepEqual([page.data.state, page.data.error], ['InCall', '']);
  phone.host.members('oMe', 'oOther');
  await settled();
  assert.equal(page.data.connected, true);
  phone.host.members('oMe');
  await phone.pass(0);
  await settled();
  assert.deepEqual([page.data.state, page.data.busy, page.data.connected], ['Idle', false, false]);
  assert.deepEqual(phone.errors, []);
  phone.host.assertNoViolations();
}

describe('departments', () => {
  test('calls the row that was tapped', async () => {
    const phone = phoneWith();
    const page = await open(phone, 'departments', { me: 'oMe' });
    await page.tapWith({ department: 'o-nurses', departmentName: '护士站', kind: 'video' });
    assert.deepEqual(made(phone).listener, { openid: 'o-nurses', nickname: '护士站' });
    assert.equal(made(phone).roomType, 'video');
    await talk(phone, page);
    await page.tapWith({ department: 'o-pharmacy', departmentName: '药房', kind: 'voice' });
    assert.deepEqual([made(phone).listener.openid, made(phone).roomType], ['o-pharmacy', 'voice']);
  });

  test('says what is missing or wrong, and calls nobody', async () => {
    const phone = phoneWith();
    const page = await open(phone, 'departments', { me: 'oMe' });
    await page.tapWith({});
    assert.equal(page.data.error, '请选择科室');
    await page.tapWith({ department: 'o-nurses', kind: 'telepathy' });
    assert.match(page.data.error, /^请正确填写/);
    await page.tapWith({ department: 'o-nurses', state: 'InCall', ward: 7 });
    assert.equal(page.data.state, 'InCall');
    assert.deepEqual(names(phone), CALL);
  });

  test('has its refusals', async () => {
    for (const [name, answer, toast] of [
      ['setEnable1v1Chat', failWith(-20000), '无法开启通话'],
      ['join1v1Chat', failWith(-1000), '呼叫失败'],
    ]) {
      const phone = phoneWith();
      phone.host.script[name] = [soon(answer)];
      const page = await open(phone, 'departments', { me: 'oMe' });
      await page.tapWith({ department: 'o-nurses' });
      assert.deepEqual([page.data.state, toasts(phone)], ['Failed', [[toast, undefined]]]);
    }
  });
});

describe('neighbours', () => {
  test('enables calls as it is shown, and calls', async () => {
    const phone = phoneWith();
    const page = await open(phone, 'neighbours', { to: 'oNext' });
    assert.deepEqual([names(phone), page.data.reachable], [CALL.slice(0, 3), true]);
    page.input('me', 'oMe');
    page.input('myName', '王');
    await page.tap();
    assert.equal(made(phone).listener.openid, 'oNext');
    await talk(phone, page);
    page.show();
    await settled();
    assert.equal(phone.host.calls('setEnable1v1Chat').length, 2, 'the call enabled calls; the second show did not');
  });

  test('shows that it could not, without a toast', async () => {
    const phone = phoneWith();
    phone.host.script.setEnable1v1Chat = [soon(failWith(-20001))];
    const page = await open(phone, 'neighbours');
    assert.deepEqual([page.data.reachable, page.data.state, toasts(phone)], [false, 'Idle', []]);
    assert.notEqual(page.data.error, '');
  });
});

describe('reception', () => {
  test('only calls, in an app that enables calls as it starts', async () => {
    const phone = phoneWith();
    // What `app.js` does.
    const called = [];
    const options = phone.realm.value({ scopes: ['scope.record', 'scope.camera'] });
    phone.realm.load('voip/voip.js').receive(options, (...given) => void called.push(given));
    await settled();
    assert.deepEqual([called, names(phone)], [[[undefined]], CALL.slice(0, 3)]);
    const page = await open(phone, 'reception', { guest: 'oGuest' });
    assert.equal(page.data.reachable, true);
    assert.deepEqual(names(phone), CALL.slice(0, 3), 'the page does nothing as it opens');
    page.input('room', '1203');
    await page.tap();
    assert.deepEqual(made(phone).listener, { openid: 'o-reception', nickname: '前台' });
    assert.deepEqual(made(phone).caller, { openid: 'oGuest', nickname: '1203' });
    await talk(phone, page);
  });

  test('needs the room', async () => {
    const phone = phoneWith();
    const page = await open(phone, 'reception', { guest: 'oGuest' });
    await page.tap();
    assert.deepEqual([page.data.error, names(phone)], ['请填写房间号', []]);
  });
});

describe('home visit', () => {
  test('enables calls only after the user has agreed', async () => {
    const phone = phoneWith();
    const page = await open(phone, 'homeVisit', { visitor: '%E5%B0%8F%E7%8E%8B' });
    assert.deepEqual([page.data.agreed, page.data.visitor, names(phone)], [false, '小王', []]);
    page.act('agree');
    await settled();
    assert.deepEqual([page.data.agreed, page.data.reachable], [true, true]);
    assert.deepEqual(names(phone).slice(0, 3), CALL.slice(0, 3));
    assert.equal(phone.host.last('setEnable1v1Chat').backgroundType, 3);
    assert.deepEqual(toasts(phone), [['等待探访者呼叫', 3000]]);
    await page.makeReachable();
    assert.deepEqual([page.data.reachable, phone.host.enabled], [false, false]);
    phone.host.assertNoViolations();
  });

  test('does nothing for a user who does not agree', async () => {
    const phone = phoneWith();
    let left = 0;
    phone.host.wx.navigateBack = () => void (left += 1);
    const page = await open(phone, 'homeVisit');
    page.act('decline');
    await settled();
    assert.deepEqual([left, page.data.agreed, names(phone)], [1, false, []]);
  });

  test('has its refusals', async () => {
    const phone = phoneWith();
    phone.host.script.authorize = [soon(succeed()), soon(succeed())];
    phone.host.script.setEnable1v1Chat = [soon(failWith(-20000)), soon(failWith(-1000))];
    const page = await open(phone, 'homeVisit');
    page.act('agree');
    await settled();
    assert.notEqual(page.data.error, '');
    await page.makeReachable();
    assert.deepEqual(toasts(phone).map(([title]) => title), ['小程序未开通通话', '开启失败']);
    assert.deepEqual([page.data.state, page.data.reachable], ['Idle', false]);
  });
});

describe('helpline', () => {
  const query = { line: 'oLine', me: 'oMe' };

  test('talks by voice, and hangs up as it is left', async () => {
    const phone = phoneWith();
    const page = await open(phone, 'helpline', query);
    await page.tap();
    assert.deepEqual([made(phone).roomType, made(phone).disableSwitchVoice], ['voice', true]);
    assert.deepEqual(names(phone), CALL.slice(1), 'one scope');
    await talk(phone, page);
    await page.tap();
    await page.leave();
    assert.equal(phone.host.calls('exitVoIPChat').length, 1);
  });

  test('says for a long time that the line is busy', async () => {
    const phone = phoneWith();
    phone.host.script.join1v1Chat = [never, soon(failWith(-1000))];
    const page = await open(phone, 'helpline', query);
    await page.tap();
    await phone.pass(20_000);
    assert.deepEqual([page.data.state, page.data.error], ['Idle', '']);
    await page.tap();
    const busy = ['线路繁忙，请稍后再拨，或拨打页面下方的电话', 5000];
    assert.deepEqual([page.data.state, toasts(phone)], ['Idle', [busy, busy]]);
  });

  test('can be cancelled', async () => {
    const phone = phoneWith();
    phone.host.script.join1v1Chat = [after(5000, succeed())];
    const page = await open(phone, 'helpline', query);
    await page.tap();
    await page.cancel();
    assert.deepEqual([page.data.state, toasts(phone)], ['Idle', [['已取消', undefined]]]);
    await phone.pass(5000);
    assert.deepEqual([page.data.state, phone.host.calls('exitVoIPChat').length], ['Idle', 1]);
  });
});

describe('legal aid', () => {
  const found = { login: { code: 'c-1' }, request: { data: { client: 'oClient', lawyer: contact('oLawyer', '赵律师') } } };

  test('calls the lawyer whom the server names', async () => {
    const phone = phoneWith(found);
    const page = await open(phone, 'legalAid', { case: '2024-7' });
    assert.deepEqual([page.data.loading, page.data.lawyerName], [false, '赵律师']);
    assert.deepEqual(phone.host.last('request').data, { code: 'c-1', case: '2024-7' });
    await page.tap();
    assert.deepEqual(made(phone).listener, contact('oLawyer', '赵律师'));
    assert.equal(made(phone).caller.openid, 'oClient');
    await talk(phone, page);
  });

  test('says that it could not load, and a tap loads again', async () => {
    const phone = phoneWith(found);
    phone.host.script.request.unshift(soon(failWith(-1, 'request:fail')));
    const page = await open(phone, 'legalAid');
    assert.equal(page.data.error, '没有找到您的案件');
    await page.tap();
    await phone.pass(0);
    await settled();
    assert.deepEqual([page.data.state, page.data.error], ['InCall', '']);
  });

  test('has its refusals', async () => {
    const phone = phoneWith(found);
    phone.host.script.authorize = [soon(deny)];
    const page = await open(phone, 'legalAid');
    await page.tap();
    assert.deepEqual([page.data.state, toasts(phone)], ['Failed', [['请允许使用麦克风和摄像头', undefined]]]);
  });
});

describe('interview', () => {
  const pair = { request: { data: { me: contact('oMe', '小王'), other: contact('oOther', '老李') } } };
  const sent = (phone, url) => phone.host.log.filter(({ name, options }) => name === 'request' && options.url === url).map(({ options }) => options.data);

  test('tells the server each stage', async () => {
    const phone = phoneWith(pair);
    const page = await open(phone, 'interview', { id: '42', side: 'Interviewer' });
    assert.deepEqual([page.data.reachable, page.data.otherName, page.data.side], [true, '老李', 'Interviewer']);
    assert.deepEqual(sent(phone, 'https://jobs.example/interview'), [{ id: '42', side: 'Interviewer' }]);
    await page.tap();
    assert.equal(page.data.state, 'InCall');
    phone.host.members('oMe', 'oOther');
    await settled();
    assert.deepEqual([page.data.status, page.data.connected], ['面试中', true]);
    await phone.pass(30_000);
    phone.host.members('oMe');
    await settled();
    assert.deepEqual([page.data.state, page.data.busy, page.data.status], ['Idle', false, '已结束']);
    assert.deepEqual(sent(phone, 'https://jobs.example/status').map(({ to }) => to), ['InCall', 'Idle']);
    assert.deepEqual(sent(phone, 'https://jobs.example/stage'), [{ stage: 'answered', seconds: 0 }, { stage: 'ended', seconds: 30 }]);
    assert.deepEqual(phone.errors, []);
    phone.host.assertNoViolations();
  });

  test('goes on while the server does not answer: each edge has its own task', async () => {
    const phone = phoneWith(pair);
    const page = await open(phone, 'interview');
    phone.host.script.request = Array.from({ length: 9 }, () => never);
    await page.tap();
    assert.equal(page.data.state, 'InCall');
    await page.hangUp();
    assert.deepEqual([page.data.state, page.data.busy], ['Idle', false]);
    assert.deepEqual(sent(phone, 'https://jobs.example/status').map(({ to }) => to), ['InCall', 'Idle']);
    await page.tap();
    assert.equal(page.data.state, 'InCall');
    assert.equal(sent(phone, 'https://jobs.example/status').length, 2, 'the first task of this edge still runs');
  });

  test('ends when its time is over', async () => {
    const phone = phoneWith(pair);
    const page = await open(phone, 'interview');
    await page.tap();
    await phone.pass(3_600_000);
    assert.deepEqual([page.data.state, toasts(phone)], ['Idle', [['面试时间已到', 3000]]]);
    assert.equal(phone.host.calls('exitVoIPChat').length, 1);
  });
});

describe('duty', () => {
  const today = (weekday) => ({ 'cloud.callFunction': { result: { openid: 'oMe', weekday } } });

  test('calls whoever is on duty', async () => {
    for (const [weekday, openid] of [[1, 'o-chen'], [4, 'o-li'], [6, 'o-zhou']]) {
      const phone = phoneWith(today(weekday));
      const page = await open(phone, 'duty');
      page.input('myName', '王');
      await page.tap();
      assert.deepEqual(phone.host.last('cloud.callFunction'), { name: 'today' });
      assert.deepEqual([made(phone).listener.openid, made(phone).caller.openid], [openid, 'oMe']);
      await talk(phone, page);
    }
  });

  test('calls nobody on a Sunday, or without the cloud', async () => {
    for (const [answers, error] of [[today(0), '今天没有人值班'], [today('x'), '暂时查不到值班表'], [{}, '暂时查不到值班表']]) {
      const phone = phoneWith(answers);
      phone.host.script['cloud.callFunction'] ??= [soon(failWith(-404011))];
      const page = await open(phone, 'duty');
      page.input('myName', '王');
      await page.tap();
      assert.deepEqual([page.data.state, page.data.error], ['Failed', error]);
      assert.equal(made(phone), undefined);
    }
  });
});

describe('grandparents', () => {
  const family = [contact('oSon', '儿子'), { openid: '', nickname: '女儿' }];
  const found = { request: { data: { me: 'oMe', family } } };
  const reports = { wx: (host) => (host.storage.set('voip.members', true), host.wx) };

  test('has a big button for each of the family', async () => {
    const phone = phoneWith(found);
    const page = await open(phone, 'grandparents');
    assert.deepEqual(JSON.parse(JSON.stringify(page.data.family)).map(({ nickname, callable }) => [nickname, callable]), [['儿子', true], ['女儿', false]]);
    assert.equal(page.data.reachable, true);
    const before = names(phone).length;
    await page.tapWith({ voipContact: 1 });
    assert.equal(names(phone).length, before);
    await page.tapWith({ voipContact: 0 });
    assert.deepEqual(made(phone).listener, contact('oSon', '儿子'));
    await talk(phone, page);
  });

  test('rings for 45 seconds', async () => {
    const phone = phoneWith(found, reports);
    const page = await open(phone, 'grandparents');
    await page.tapWith({ voipContact: 0 });
    await phone.pass(44_999);
    assert.equal(page.data.state, 'InCall');
    await phone.pass(1);
    assert.deepEqual([page.data.state, toasts(phone)], ['Failed', [['没有人接，请打给另一个人', 5000]]]);
    assert.equal(phone.host.calls('exitVoIPChat').length, 1);
  });

  test('cuts nobody off on a phone that tells no members', async () => {
    const phone = phoneWith(found);
    const page = await open(phone, 'grandparents');
    await page.tapWith({ voipContact: 0 });
    await phone.pass(600_000);
    assert.equal(page.data.state, 'InCall');
  });

  test('without a family says so, and the next show loads it', async () => {
    const phone = phoneWith(found);
    phone.host.script.request.unshift(soon(failWith(-1, 'request:fail')));
    const page = await open(phone, 'grandparents');
    assert.deepEqual([page.data.error, page.data.family.length], ['没有网络', 0]);
    page.show();
    await phone.pass(0);
    await settled();
    assert.deepEqual([page.data.error, page.data.family.length], ['', 2]);
  });
});

describe('ward desk', () => {
  test('is reachable as it is shown, and calls nobody', async () => {
    const phone = phoneWith();
    const page = await open(phone, 'wardDesk', { ward: '%E5%A4%96%E7%A7%91' });
    assert.deepEqual([page.data.ward, page.data.reachable, page.data.state], ['外科', true, 'Idle']);
    await page.tap();
    await page.tapWith({ voipContact: 0 });
    assert.deepEqual([page.data.state, page.data.error, names(phone)], ['Idle', '', CALL.slice(0, 3)]);
    await page.makeReachable();
    page.show();
    await settled();
    assert.deepEqual([page.data.reachable, phone.host.enabled], [false, false], 'the user has switched it off');
  });

  test('recovers, and has its refusals', async () => {
    const phone = phoneWith();
    phone.host.script.setEnable1v1Chat = [soon(failWith(-1000)), soon(succeed())];
    const page = await open(phone, 'wardDesk');
    await phone.pass(1000);
    assert.equal(page.data.reachable, true);
    await page.makeReachable();
    phone.host.script.setEnable1v1Chat = [soon(failWith(-20000))];
    await page.makeReachable();
    assert.deepEqual([page.data.reachable, toasts(phone)], [false, [['开启接听失败', undefined]]]);
  });
});
