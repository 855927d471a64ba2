// A mini-program that records (`cargo voip build --record`): the recording of a phone is replayed on a computer, contains
// nothing private, and can be read from the console, the realtime log and the clipboard. Nothing that the host does stops the page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { after, fail, never, soon, succeed, throws } from '../lib/answers.mjs';
import { filesOf, miniProgram, RECORDING } from '../lib/built.mjs';
import { settled } from '../lib/clock.mjs';
import { Phone } from '../lib/phone.mjs';
import { printed, recordsOf, replayed } from '../lib/recording.mjs';
import { fillIn, ROUTE } from '../lib/video-call.mjs';
import { FOUND, ROUTE as VOICE } from '../lib/voice-support.mjs';

/** The changes of the page, as a recording has them. */
const changesOf = (page) => page.events('change').map(({ from, to, cause, code }) => [from, to, cause === 'Other' ? `Other(${code})` : cause]);
const changesIn = (text) => recordsOf(text).flatMap(({ change }) => (change ? [[change.from, change.to, change.cause ?? '']] : []));

/** A phone with video-call, or with voice-support if it is `program`. */
async function open(program = 'recorded', script = {}) {
  const phone = new Phone(program);
  Object.assign(phone.host.script, script);
  const page = await phone.open(program === 'recorded' ? ROUTE : VOICE);
  if (program === 'recorded') fillIn(page);
  else page.input('customerOpenid', 'oCustomer-0123456789');
  return { phone, host: phone.host, page };
}

function circular() {
  const value = { errMsg: 'authorize:fail auth deny', self: null, list: [] };
  value.self = value;
  value.list.push(value, value);
  return value;
}

/** Odd answers to `authorize`, and the cause of each. */
const ODD = {
  'a member throws': [{ get errMsg() { throw new Error('no'); }, errno: 103, more: 'x' }, 'Denied'],
  'every member throws': [new Proxy({}, { get() { throw new Error('no'); }, ownKeys() { throw new Error('no'); } }), 'Other(0)'],
  'it is circular': [circular(), 'Denied'],
  'its numbers are texts': [{ errMsg: 'authorize:fail', errCode: '', errno: '104' }, 'PrivacyRefused'],
  'it is large': [{ errMsg: `authorize:fail auth deny ${'很'.repeat(500_000)}`, list: new Array(100_000).fill('x') }, 'Denied'],
  'it is a text': ['authorize:fail auth deny', 'Denied'],
  'it is a number': [-777, 'Other(-777)'],
  'it is nothing': [undefined, 'Other(0)'],
  'it has half a character': [{ errMsg: 'authorize:fail auth deny \ud83d', '\udc00': '\ud83d' }, 'Denied'],
  'it has members that nobody knows': [{ errMsg: 'authorize:fail', errno: 103, hint: { codes: [1, 2] }, call: () => 1 }, 'Denied'],
};

describe('a recorded call is replayed on a computer', () => {
  for (const [name, [answer, cause]] of Object.entries(ODD)) {
    test(`after an answer of which ${name}`, async () => {
      const { phone, page } = await open('recorded');
      const real = phone.host.wx.authorize;
      phone.host.wx.authorize = (options) => void Promise.resolve().then(() => options.fail(answer));
      await page.tap();
      assert.equal(page.data.state, 'Failed');
      phone.host.wx.authorize = real;
      await page.tap();
      await phone.pass(1000);
      phone.host.members('oListener', 'oCaller');
      await phone.pass(1000);
      phone.host.members('oListener');
      await settled();
      const text = printed(phone);
      assert.deepEqual(changesIn(text), changesOf(page));
      assert.equal(changesIn(text)[1][2], cause);
      assert.match(replayed('video-call', `odd ${name}`, text), /The page matches the recording/);
      for (const line of text.split('\n')) assert.ok(line.length < 100_000, 'a line is cut');
    });
  }

  test('of which a success is a failure', async () => {
    const { phone, page } = await open('recorded', { join1v1Chat: [soon(succeed({ errCode: -20002, errMsg: 'join1v1Chat:fail on call' }))] });
    await page.tap();
    await phone.pass(10_000);
    const text = printed(phone);
    assert.deepEqual(changesIn(text), changesOf(page));
    assert.match(replayed('video-call', 'failing success', text), /The page matches the recording/);
    const answer = recordsOf(text).find((record) => record.answer?.cause);
    assert.deepEqual([answer.answer.cause, answer.answer.raw.errCode], ['OnCall', -20002]);
  });

  test('with time limits, delays, recoveries, a late answer, an interruption and a cancel', async () => {
    const { phone, page } = await open('recorded-full', {
      request: Array.from({ length: 9 }, () => soon(succeed(FOUND))),
      authorize: [soon(fail({ errMsg: 'authorize:fail auth deny' }))],
      setEnable1v1Chat: [after(11_000, succeed())],
      join1v1Chat: [soon(fail({ errCode: -1000, errMsg: 'join1v1Chat:fail' })), never, soon(succeed()), never],
    });
    await page.tap();
    await phone.pass(20_000);
    await page.dismiss();
    await page.tap();
    await phone.pass(60_000);
    await page.dismiss();
    await page.tap();
    await phone.pass(5000);
    phone.host.interrupted();
    await phone.pass(5000);
    await page.dismiss();
    await page.makeReachable();
    await page.tap();
    await phone.pass(5000);
    page.act('handleCancel');
    await phone.pass(5000);
    await page.leave();
    await phone.pass(60_000);
    const text = printed(phone);
    assert.deepEqual(changesIn(text), changesOf(page));
    const kinds = new Set(recordsOf(text).flatMap((record) => Object.keys(record)));
    for (const kind of ['input', 'call', 'answer', 'timer', 'change', 'field', 'chat', 'reachable', 'note']) assert.ok(kinds.has(kind), kind);
    assert.match(replayed('voice-support', 'recoveries', text), /The page matches the recording/);
  });

  test('that asks the server, whose answers are redacted', async () => {
    const { phone, page } = await open('recorded-voice', {
      request: [soon(fail({ errMsg: 'request:fail timeout', errno: 5 })), soon(succeed(FOUND))],
    });
    await page.tap();
    assert.equal(page.data.error, '该客服不在线');
    await page.dismiss();
    await page.tap();
    assert.equal(page.data.state, 'InCall');
    await page.hangUp();
    const text = printed(phone);
    assert.deepEqual(changesIn(text), changesOf(page));
    assert.match(replayed('voice-support', 'redacted', text), /The page matches the recording/);
  });

  test('with what the query and the user have filled in', async () => {
    const phone = new Phone('recorded');
    const page = await phone.open(ROUTE, { listenOpenid: 'oElse' });
    page.input('listenOpenid', '');
    await page.tap();
    page.input('listenOpenid', ' oListener ');
    page.input('callOpenid', 'oCaller');
    await page.tap();
    await page.hangUp();
    const text = printed(phone);
    assert.deepEqual(changesIn(text), changesOf(page));
    assert.match(replayed('video-call', 'filled in', text), /The page matches the recording/);
  });
});

describe('a recording', () => {
  test('has each answer as it came, notes of the page, and times', async () => {
    const { phone, host, page } = await open('recorded', {
      authorize: [after(1500, fail({ errMsg: 'authorize:fail', errno: 103, hint: { codes: [1, 'x'] } }))],
    });
    const states = [];
    host.wx.onVoIPChatStateChanged = (listener) => void states.push(listener);
    const other = await phone.open(ROUTE);
    await page.tap();
    await phone.pass(2000);
    const records = recordsOf(printed(phone));
    const answer = records.find((record) => record.answer);
    assert.deepEqual(answer, {
      answer: { to: 0, cause: 'Denied', message: 'authorize:fail', raw: { errMsg: 'authorize:fail', errno: 103, hint: { codes: [1, 'x'] } } },
      at: 1500,
    });
    states[0](phone.realm.value({ code: 1, data: { x: 2 } }));
    other.component.call('onHide');
    other.component.call('onShow');
    fillIn(other);
    await other.tap();
    await other.hangUp();
    const notes = recordsOf(printed(phone)).flatMap(({ note }) => (note === undefined ? [] : [note]));
    assert.deepEqual(notes, [{ chatState: { code: 1, data: { x: 2 } } }, 'hide', 'show']);
  });

  test('names the versions of the phone', async () => {
    const { phone, host, page } = await open();
    await page.tap();
    await page.hangUp();
    const header = JSON.parse(printed(phone).split('\n')[0]);
    assert.deepEqual(header, { voip: 4, page: 'VideoCall', redacted: true, host: [{ SDKVersion: '3.5.0' }, null] });
    assert.ok(host.names.length > 0);
  });

  test('belongs to one page', async () => {
    const { phone, page } = await open();
    const other = await phone.open(ROUTE);
    fillIn(other);
    await page.tap();
    const first = printed(phone);
    await other.tap();
    await other.hangUp();
    for (const text of [first, printed(phone)].filter(Boolean)) {
      assert.match(replayed('video-call', 'two pages', text), /The page matches the recording/);
    }
    assert.deepEqual(changesIn(printed(phone)), changesOf(other));
  });

  test('has the host calls of the handler of its page', async () => {
    const { phone, page } = await open('recorded-full', { request: [after(2000, succeed(FOUND)), after(1000, fail({ errMsg: 'request:fail' }))] });
    const other = await phone.open(VOICE);
    other.input('customerOpenid', 'oElse-0123456789');
    await page.tap();
    await other.tap();
    await phone.pass(1500);
    other.act('handleCopyRecording');
    const second = phone.host.last('setClipboardData').data;
    await phone.pass(5000);
    page.act('handleCopyRecording');
    const first = phone.host.last('setClipboardData').data;
    for (const [text, calls] of [[first, 5], [second, 1]]) {
      assert.equal(recordsOf(text).filter(({ call }) => call).length, calls);
      assert.match(replayed('voice-support', 'two handlers', text), /The page matches the recording/);
    }
  });

  test('of a page whose module stops ends there, and the next one begins', async () => {
    const phone = new Phone('recorded');
    const { instantiate } = phone.realm.context.WXWebAssembly;
    let stops = false;
    const act = (exports) => (...given) => {
      if (stops) throw new Error('unreachable');
      exports.voip_act(...given);
    };
    phone.realm.context.WXWebAssembly = {
      instantiate: (...given) => instantiate(...given).then(({ instance: { exports } }) => ({ instance: { exports: { ...exports, voip_act: act(exports) } } })),
    };
    const page = await phone.open(ROUTE);
    fillIn(page);
    await page.tap();
    stops = true;
    await page.hangUp();
    assert.equal(page.data.state, 'Failed');
    assert.equal(recordsOf(printed(phone)).at(-1).input, 'hangUp');
    page.act('handleCopyRecording');
    assert.equal(phone.host.last('setClipboardData').data, printed(phone));
    stops = false;
    await page.tap();
    await page.hangUp();
    const text = printed(phone);
    assert.equal(recordsOf(text).filter(({ input }) => input === 'tap').length, 1);
    assert.match(replayed('video-call', 'after a stop', text), /The page matches the recording/);
  });

  test('ends where it is too long, and the page goes on', async () => {
    const { phone, page } = await open();
    for (let calls = 0; calls < 400; calls += 1) {
      page.input('listenName', `小红 ${'x'.repeat(900)} ${calls}`);
      await page.tap();
      await page.hangUp();
    }
    assert.equal(page.events('change').length, 400 * 5);
    const text = printed(phone);
    assert.ok(text.length > 390_000 && text.length < 410_000, `${text.length} characters`);
    assert.equal(recordsOf(text).at(-1).note, 'full');
    assert.match(replayed('video-call', 'full', text), /The page matches the recording/);
  });
});

describe('what is private', () => {
  const PRIVATE = ['oAgent-0123456789', 'oCustomer-0123456789', 'secret', '小红', '4711', 'support.example'];
  const answered = { statusCode: 4711, data: { openid: 'oAgent-0123456789', picture: 'secret.png', token: 'secret', list: ['secret'], secret: true } };

  async function recorded(program) {
    const { phone, page } = await open(program, {
      request: [soon(succeed(answered))],
      join1v1Chat: [soon(fail({ errMsg: 'join1v1Chat:fail to oAgent-0123456789', errCode: -1 })), soon(fail({ errMsg: 'join1v1Chat:fail' }))],
    });
    page.input('agent', '4711');
    page.input('customer', '小红');
    await page.tap();
    await phone.pass(60_000);
    return printed(phone);
  }

  test('is not in a recording, and equal texts have equal aliases', async () => {
    const text = await recorded('recorded-voice');
    for (const word of PRIVATE) assert.ok(!text.replaceAll('"secret":', '').includes(word), `${word}\n${text}`);
    const records = recordsOf(text);
    const join = records.find(({ call }) => call?.name === 'join1v1Chat').call.options;
    const request = records.find(({ call }) => call?.own).call.options;
    const [answer] = records.flatMap((record) => (record.answer?.result ? [record.answer.result] : []));
    assert.match(join.listener.openid, /^openid#\d+$/);
    assert.equal(join.listener.openid, answer.data.openid);
    assert.equal(join.listener.nickname, request.data.agent);
    assert.equal(join.listener.headImage, answer.data.picture);
    assert.deepEqual([answer.statusCode, answer.data.secret, answer.data.list], [0, false, [answer.data.token]]);
    const failure = records.find((record) => record.answer?.cause === 'AlreadyInRoom').answer;
    assert.equal(failure.message, `join1v1Chat:fail to ${join.listener.openid}`, 'the words of the host stay, without openids');
    assert.equal(failure.raw.errMsg, failure.message);
  });

  test('stays with --record=full, except openids', async () => {
    const text = await recorded('recorded-full');
    for (const word of PRIVATE) assert.equal(text.includes(word), !word.startsWith('o'), word);
    assert.match(text, /"redacted":false/);
  });
});

describe('the recording can be read', () => {
  test('from the clipboard, of a page inside another page', async () => {
    const phone = new Phone('recorded');
    const page = await phone.embed(ROUTE, { listenOpenid: 'oL', callOpenid: 'oC' });
    await page.tap();
    page.act('handleCopyRecording');
    await settled();
    assert.ok(recordsOf(phone.host.last('setClipboardData').data).some(({ call }) => call), 'it has the host calls');
  });

  test('from the clipboard, after a long press on the title', async () => {
    const { phone, host, page } = await open();
    await page.tap();
    page.act('handleCopyRecording');
    await settled();
    const { data } = host.last('setClipboardData');
    assert.match(replayed('video-call', 'copied', data), /The page matches the recording/);
    assert.equal(recordsOf(data).at(-1).change.to, 'InCall');
    await page.hangUp();
    assert.ok(printed(phone).startsWith(data), 'copying is not recorded');
  });

  for (const [name, refusal] of Object.entries({
    'refuses': fail({ errMsg: 'setClipboardData:fail api scope is not declared in the privacy agreement' }),
    'throws': throws(new Error('no')),
  })) {
    test(`not from a clipboard that ${name}, and a sentence says so`, async () => {
      const { phone, host, page } = await open('recorded', { setClipboardData: [refusal] });
      page.act('handleCopyRecording');
      await settled();
      assert.match(host.last('showToast').title, /声明剪贴板/);
      await page.tap();
      assert.equal(page.data.state, 'InCall');
      assert.deepEqual(phone.errors, []);
    });
  }

  test('not from a host without a clipboard or of a page that did not start', async () => {
    const { phone, host, page } = await open();
    delete host.wx.setClipboardData;
    delete host.wx.showToast;
    page.act('handleCopyRecording');
    const broken = new Phone('recorded');
    broken.realm.context.WXWebAssembly = { instantiate: () => Promise.reject(new Error('no')) };
    const failed = await broken.open(ROUTE);
    failed.act('handleCopyRecording');
    await failed.leave();
    await page.tap();
    assert.equal(page.data.state, 'InCall');
    assert.deepEqual(phone.errors, []);
  });

  test('from the realtime log, in pieces of at most 5 KB', async () => {
    const { phone, host, page } = await open();
    const pieces = [];
    host.wx.getRealtimeLogManager = () => ({ info: (piece) => void pieces.push(piece) });
    for (let calls = 0; calls < 9; calls += 1) {
      page.input('listenName', `红${calls}`);
      await page.tap();
      await page.hangUp();
    }
    assert.ok(pieces.length > 3);
    for (const piece of pieces) assert.ok(Buffer.byteLength(piece) <= 5000);
    assert.equal(pieces.join(''), printed(phone));
  });

  test('from the console if the realtime log is full', async () => {
    const { phone, host, page } = await open();
    host.wx.getRealtimeLogManager = () => ({
      info() {
        throw new Error('full');
      },
    });
    await page.tap();
    await page.hangUp();
    assert.deepEqual(changesIn(printed(phone)), changesOf(page));
    assert.deepEqual([page.data.state, phone.errors], ['Idle', []]);
  });
});

describe('only a build that records', () => {
  for (const program of [...RECORDING, 'video-call', 'voice-support', 'own-wxml']) {
    test(`has the recorder: ${program}`, () => {
      const text = filesOf(program, '').filter((file) => /\.(js|json|wxml)$/.test(file) && file !== 'voip/voip.json')
        .map((file) => readFileSync(path.join(miniProgram(program), file), 'utf8')).join('\n');
      for (const word of ['handleCopyRecording', 'setClipboardData', 'getRealtimeLogManager', 'redacted', 'record:']) {
        assert.equal(text.includes(word), RECORDING.includes(program), word);
      }
    });
  }
});
