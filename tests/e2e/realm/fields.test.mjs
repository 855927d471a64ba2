// The values of fields: from inputs, the address and a parent, and to the host.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Phone } from '../lib/phone.mjs';
import { fillIn, filledIn, ROUTE, WHOLE_CALL } from '../lib/video-call.mjs';

/** A page with a field of every type. The address fills in most of them. */
const KINDS = 'pages/kinds/index';

/** Names with special characters. */
const SPECIAL_NAMES = {
  'an emoji of several code points': '👩‍👩‍👧‍👦🏳️‍🌈',
  'the last code point': '\u{10ffff}',
  'characters of one to four bytes': 'aé中𠮷',
  quotes: `"'\`\\"</view>{{ state }}`,
  NUL: 'a\0b',
  'every control character': String.fromCharCode(...Array(32).keys()) + '\u007f',
  'right to left': '\u202eevil\u202c \u0627\u0644\u0639\u0631\u0628\u064a\u0629',
  'line separators': 'a\u2028b\u2029c\r\n',
  'a byte order mark': '\ufeffname\ufffe\uffff',
  '200 combining marks': `Z${'\u0301'.repeat(200)}`,
  'ten kilobytes': '名字ab👍'.repeat(800),
  'a property of every JavaScript object': '__proto__',
  spaces: '  \t ',
};

describe('a special nickname reaches the host unchanged', () => {
  for (const [name, nickname] of Object.entries(SPECIAL_NAMES)) {
    test(name, async () => {
      const { host, page } = await filledIn();
      page.input('listenName', nickname);
      page.input('callOpenid', `o${nickname}o`);
      await page.tap();
      assert.equal(host.last('join1v1Chat').listener.nickname, nickname);
      assert.equal(host.last('join1v1Chat').caller.openid, `o${nickname}o`);
      assert.equal(page.data.listenName, nickname, 'the page shows it unchanged');
      assert.equal(page.data.state, 'InCall');
    });
  }

  const HALVES = { 'a\ud800b': 'a\ufffdb', '\udc00': '\ufffd', 'x\ud83d': 'x\ufffd', '\ude00\ud83d': '\ufffd\ufffd', '\ud83d\ud83d\ude00': '\ufffd😀' };
  for (const [half, whole] of Object.entries(HALVES)) {
    test(`half a surrogate pair becomes U+FFFD: ${JSON.stringify(half)}`, async () => {
      const { host, page } = await filledIn();
      page.input('listenName', half);
      await page.tap();
      assert.equal(host.last('join1v1Chat').listener.nickname, whole);
    });
  }
});

describe('an empty field', () => {
  for (const [key, label] of [
    ['listenOpenid', '对方openid'],
    ['listenName', '对方昵称'],
    ['callOpenid', '您的openid'],
    ['callName', '您的昵称'],
  ]) {
    test(`${label} is required, and no host call is made`, async () => {
      const { host, page } = await filledIn();
      page.input(key, '');
      await page.tap();
      assert.deepEqual(host.names, []);
      assert.equal(page.data.error, `请填写${label}`);
      assert.deepEqual([page.data.state, page.data.busy], ['Idle', false]);
      page.input(key, 'filled in');
      await page.tap();
      assert.deepEqual(host.names, WHOLE_CALL);
      assert.equal(page.data.error, '');
    });
  }

  test('the error names the first empty field', async () => {
    const phone = new Phone('video-call');
    const page = await phone.open(ROUTE);
    await page.tap();
    assert.equal(page.data.error, '请填写对方openid');
    await page.dismiss();
    assert.equal(page.data.error, '');
  });
});

describe('an openid', () => {
  for (const around of [' ', '\n\t', '\ufeff', '\u200b', '\u3000\u00a0', '\u2060\u0085']) {
    test(`has no white space around it: ${JSON.stringify(around)}`, async () => {
      const { host, page } = await filledIn();
      page.input('listenOpenid', `${around}o L${around}`);
      page.input('callOpenid', 'oC');
      page.input('callOpenid', `oC${around}`);
      assert.deepEqual([page.data.listenOpenid, page.data.callOpenid], ['o L', 'oC']);
      await page.tap();
      assert.deepEqual([host.last('join1v1Chat').listener.openid, host.last('join1v1Chat').caller.openid], ['o L', 'oC']);
    });

    test(`is empty if it is blank: ${JSON.stringify(around)}`, async () => {
      const { host, page } = await filledIn();
      page.input('callOpenid', around);
      await page.tap();
      assert.deepEqual([page.data.callOpenid, page.data.error, host.names], ['', '请填写您的openid', []]);
    });
  }

  test('of a parent has no white space around it', async () => {
    const phone = new Phone('video-call');
    const page = await phone.embed(ROUTE, { listenOpenid: ' oL ', callOpenid: 'oC' });
    assert.equal(page.data.listenOpenid, 'oL');
    page.component.setProperties({ callOpenid: '\noD' });
    await page.tap();
    const { listener, caller } = phone.host.last('join1v1Chat');
    assert.deepEqual([page.data.callOpenid, listener.openid, caller.openid], ['oD', 'oL', 'oD']);
  });
});

describe('a parent', () => {
  for (const [given, name] of [[5, '5'], [0, '0'], [-1.5, '-1.5'], [NaN, 'listener'], [{ name: 'x' }, 'listener'], [[1], 'listener'], [null, 'listener']]) {
    test(`sets a text to ${JSON.stringify(given)}`, async () => {
      for (const program of ['video-call', 'kinds']) {
        const phone = new Phone(program);
        const page = await phone.embed(program === 'kinds' ? KINDS : ROUTE, { listenOpenid: 'oL', callOpenid: 'oC', listenName: given });
        await page.tap();
        assert.deepEqual([page.data.state, String(page.data.listenName), phone.host.last('join1v1Chat')?.listener.nickname], ['InCall', name, name]);
      }
    });
  }
});

describe("the page's address", () => {
  // `tests/tests/addresses.rs` plays the same cases without a phone.
  test('sets the same fields as in Rust', async () => {
    const cases = JSON.parse(readFileSync(new URL('../../addresses.json', import.meta.url)));
    const names = Object.keys(new Phone('kinds').definition(KINDS).properties);
    const fields = ({ data }) => ({
      ...Object.fromEntries(names.map((name) => [name, data[name]])),
      // The page shows the text of a number that may be empty.
      height: data.height === '' ? '' : Number(data.height),
    });
    const initial = fields(await new Phone('kinds').open(KINDS));
    for (const { query, fields: set } of cases) {
      const phone = new Phone('kinds');
      const page = await phone.open(KINDS, query);
      assert.deepEqual(fields(page), { ...initial, ...set }, JSON.stringify(query));
      // What the module has: it may differ from what the page shows.
      page.input('listenOpenid', 'oL');
      page.input('callOpenid', 'oC');
      page.input('listenName', 'you');
      await page.tap();
      const { nick, loud, age, ratio, room, height } = { ...initial, ...set };
      const expected = { nick, loud, age, ratio, room, height: height === '' ? null : height, picture: null, minus: -3 };
      assert.deepEqual(phone.host.last('request').data, expected, JSON.stringify(query));
      assert.deepEqual(phone.errors, []);
    }
    // A module that is already running gets the address at once.
    const phone = new Phone('kinds');
    await phone.open(KINDS);
    for (const { query, fields: set } of cases) {
      assert.deepEqual(fields(await phone.open(KINDS, query)), { ...initial, ...set }, JSON.stringify(query));
    }
  });


  /** Opens the page with this query. */
  const opened = async (query) => {
    const phone = new Phone('kinds');
    const page = await phone.open(KINDS, query);
    assert.deepEqual(phone.errors, []);
    assert.deepEqual(phone.host.names, [], 'an address sets fields and starts no call');
    return page;
  };
  const listener = async (page) => {
    await page.tap();
    const { openid, nickname } = page.phone.host.last('join1v1Chat').listener;
    return { openid, nickname };
  };

  test('sets the fields that it names', async () => {
    const page = await opened({ listenOpenid: 'oL', listenName: 'Ann', from: 'oC' });
    assert.deepEqual([page.data.listenOpenid, page.data.listenName, page.data.callName], ['oL', 'Ann', 'caller']);
    assert.deepEqual(await listener(page), { nickname: 'Ann', openid: 'oL' });
  });

  test('sets only fields that ask for it', async () => {
    const page = await opened({ callOpenid: 'oEve', callName: 'Eve', nick: 'Ann' });
    assert.deepEqual([page.data.callOpenid, page.data.callName, page.data.nick], ['', 'caller', 'Ann']);
    await page.tap();
    assert.match(page.data.error, /^请填写/);
    assert.deepEqual(page.phone.host.names, []);
  });

  test('has the name that the field asks for', async () => {
    assert.equal((await opened({ from: 'oC' })).data.callOpenid, 'oC');
  });

  test('may be in a mini-program code', async () => {
    const page = await opened({ scene: 'listenOpenid%3DoL%26from%3DoC%26listenName%3D%25E7%25BA%25A2%26callName%3DEve%26x' });
    assert.deepEqual([page.data.callOpenid, page.data.callName], ['oC', 'caller']);
    assert.deepEqual(await listener(page), { nickname: '红', openid: 'oL' });
  });

  test('is decoded', async () => {
    const page = await opened({ listenName: '%E5%B0%8F%E7%BA%A2%20%F0%9F%91%8D', listenOpenid: 'a%2Fb%3Fc%26d', from: 'oC' });
    assert.deepEqual([page.data.listenName, page.data.listenOpenid], ['小红 👍', 'a/b?c&d']);
    assert.deepEqual(await listener(page), { nickname: '小红 👍', openid: 'a/b?c&d' });
  });

  test('is decoded once', async () => {
    const page = await opened({ listenName: '100%2525' });
    assert.equal(page.data.listenName, '100%25');
  });

  test('with an invalid encoding is not decoded', async () => {
    const page = await opened({ listenName: '100%', listenOpenid: '%E4%zz', scene: '%' });
    assert.deepEqual([page.data.listenName, page.data.listenOpenid], ['100%', '%E4%zz']);
  });

  test('can contain names that are not fields', async () => {
    const page = await opened({ scene: '1011', state: 'InCall', busy: 'true', constructor: 'y', handleCall: 'z' });
    assert.deepEqual([page.data.state, page.data.busy], ['Idle', false]);
    page.act('handleCall');
    assert.match(page.data.error, /^请填写/);
  });
});

describe('every type of field', () => {
  const open = async (query) => {
    const phone = new Phone('kinds');
    return phone.open(KINDS, query);
  };

  test('has a default value of its own type', async () => {
    const page = await open();
    const { nick, loud, age, ratio, room, picture, height, minus } = page.data;
    assert.deepEqual(
      { nick, loud, age, ratio, room, picture, height, minus },
      { nick: '"\\ 小', loud: true, age: 18, ratio: 0.5, room: 'voice', picture: '', height: '', minus: -3 },
    );
  });

  test('takes the value of its input: text, a boolean of a switch, an index of a picker', async () => {
    const page = await open({ listenOpenid: 'oL', from: 'oC' });
    page.input('nick', 'Ann');
    page.input('loud', false);
    page.input('age', '42');
    page.input('ratio', '-1.25');
    page.input('room', '0');
    page.input('height', '180');
    await page.tap();
    assert.equal(page.data.state, 'InCall', page.data.error);
    // The handler sends the value of each field to its server.
    assert.deepEqual(page.phone.host.last('request').data, {
      nick: 'Ann', loud: false, age: 42, ratio: -1.25, room: 'video', picture: null, height: 180, minus: -3,
    });
  });

  test('an empty Option is None', async () => {
    const page = await open({ listenOpenid: 'oL', from: 'oC' });
    page.input('height', '180');
    page.input('height', '');
    page.input('picture', 'https://x.example/y.png');
    await page.tap();
    const { height, picture } = page.phone.host.last('request').data;
    assert.deepEqual([height, picture], [null, 'https://x.example/y.png']);
  });

  // `accepted` and `rejected` in `tests/tests/fields.rs` have the same texts for simulated phones.
  test('a decimal is read as on simulated phones', async () => {
    for (const [text, number] of [['-1e-7', -1e-7], ['5.', 5], ['.5', 0.5], ['+2.5E1', 25], [' 0.25\n', 0.25]]) {
      const page = await open({ listenOpenid: 'oL', from: 'oC' });
      page.input('ratio', text);
      await page.tap();
      assert.equal(page.phone.host.last('request').data.ratio, number, text);
    }
    const page = await open({ listenOpenid: 'oL', from: 'oC' });
    for (const text of ['', ' ', '.', '1e', '+', 'NaN', 'Infinity', '-infinity', 'five', '0x10', '1_000', '٣', '1e309']) {
      page.input('ratio', text);
      await page.tap();
      assert.deepEqual(page.phone.host.names, [], `${text} is not a valid decimal`);
      assert.match(page.data.error, /比例/);
    }
  });

  test('an invalid number is an error, and no call starts', async () => {
    const page = await open({ listenOpenid: 'oL', from: 'oC' });
    for (const invalid of ['12a', '1e3', '3.5', '-', '99999999999999999999']) {
      page.input('age', invalid);
      await page.tap();
      assert.deepEqual(page.phone.host.names, [], `${invalid} is not a valid age`);
      assert.match(page.data.error, /年龄/, 'the error names the field');
    }
    page.input('age', '7');
    await page.tap();
    assert.equal(page.phone.host.last('request').data.age, 7);
    assert.equal(page.data.state, 'InCall');
  });

  test('is set by the address', async () => {
    const page = await open({ listenOpenid: 'oL', from: 'oC', loud: 'false', age: '9', ratio: '2.5', room: 'video' });
    await page.tap();
    const { loud, age, ratio, room } = page.phone.host.last('request').data;
    assert.deepEqual([loud, age, ratio, room], [false, 9, 2.5, 'video']);
    assert.deepEqual([page.data.loud, page.data.age, page.data.ratio, page.data.room], [false, 9, 2.5, 'video']);
  });

  test('keeps its value if the address has an invalid one', async () => {
    const page = await open({ listenOpenid: 'oL', from: 'oC', age: 'old', room: 'attic' });
    await page.tap();
    const { age, room } = page.phone.host.last('request').data;
    assert.deepEqual([age, room], [18, 'voice']);
  });
});

describe('a property without a value', () => {
  for (const value of [undefined, null]) {
    test(`means the default value: ${value}`, async () => {
      const phone = new Phone('video-call');
      const page = await phone.embed(ROUTE, { listenOpenid: 'oL', callOpenid: 'oC', listenName: 'Ann' });
      page.component.setProperties({ listenName: value });
      assert.equal(page.data.listenName, 'listener');
      await page.tap();
      assert.equal(phone.host.last('join1v1Chat').listener.nickname, 'listener');
    });

    test(`means the default value before the module runs: ${value}`, async () => {
      const phone = new Phone('video-call');
      const page = await phone.embed(ROUTE, { listenOpenid: 'oL', callOpenid: 'oC', callName: value });
      await page.tap();
      assert.equal(phone.host.last('join1v1Chat').caller.nickname, 'caller');
      assert.deepEqual(phone.errors, []);
    });
  }
});

test('each input makes at most one `setData` call', async () => {
  const phone = new Phone('video-call');
  const page = await phone.open(ROUTE);
  const before = page.setDataCalls.length;
  fillIn(page);
  assert.ok(page.setDataCalls.length - before <= 4, JSON.stringify(page.setDataCalls.slice(before)));
});
