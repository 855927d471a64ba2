// Who may ask, and what they may send: other pages get nothing, and nothing that is sent harms anyone.
import assert from 'node:assert/strict';
import http from 'node:http';
import { before, describe, test } from 'node:test';
import { chromiumHere, open, serve, Tab } from '../lib/preview.mjs';
import { Socket } from '../lib/socket.mjs';
import { until } from '../lib/until.mjs';

let server;
let trouble;

before(async () => {
  [server, trouble] = await Promise.all([serve('video-call'), serve('trouble')]);
});

/** What the server answers: `{ status, headers, body }`. */
function ask(path, { method = 'GET', headers = {}, body } = {}) {
  const { hostname, port } = new URL(server.address);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    // A server that refuses need not read the rest.
    request.on('error', (error) => (['EPIPE', 'ECONNRESET'].includes(error.code) ? resolve({ status: 400 }) : reject(error)));
    request.end(body);
  });
}

const host = () => new URL(server.address).host;

describe('over HTTP', () => {
  test('the page comes with headers that keep it to itself', async () => {
    for (const path of ['/', '/main.js', '/nowhere']) {
      const { headers } = await ask(path);
      const policy = headers['content-security-policy'];
      assert.match(policy, /default-src 'self'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['x-frame-options'], 'DENY');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
      assert.equal(headers['access-control-allow-origin'], undefined);
    }
    assert.match((await ask('/')).headers['content-type'], /^text\/html/);
    assert.match((await ask('/main.js')).headers['content-type'], /^text\/javascript/);
  });

  test('a name in Host that is not this machine is refused, as is a foreign Origin', async () => {
    for (const foreign of ['evil.example', `evil.example:${server.port}`, '127.0.0.1:1', `192.168.0.7:${server.port}`, `${host()}.evil.example`]) {
      const { status, body } = await ask('/', { headers: { Host: foreign } });
      assert.equal(status, 403, foreign);
      assert.doesNotMatch(body, /<html/);
    }
    for (const foreign of ['http://evil.example', 'null', `https://${host()}`, `http://localhost:${server.port + 1}`]) {
      assert.equal((await ask('/', { headers: { Origin: foreign } })).status, 403, foreign);
    }
    for (const ours of [host(), `localhost:${server.port}`]) {
      assert.equal((await ask('/', { headers: { Host: ours, Origin: `http://${ours}` } })).status, 200, ours);
    }
  });

  test('what is not there is not found, whatever it is called', async () => {
    for (const path of ['/nowhere', '/../Cargo.toml', '/..%2f..%2fCargo.toml', '/web/../src/lib.rs', '//etc/passwd', '/%00', '/main.js/', '/.git/config', '/main.js%00.html']) {
      const { status } = await ask(path);
      assert.ok([400, 404].includes(status), `${path}: ${status}`);
    }
  });

  test('a POST changes nothing, and the server goes on', async () => {
    for (const path of ['/', '/ws', '/open']) {
      const { status } = await ask(path, { method: 'POST', headers: { Origin: 'http://evil.example' }, body: '{"open":{"query":""}}' });
      assert.ok(status >= 400, `${path}: ${status}`);
    }
    await ask('/', { method: 'POST', body: 'x'.repeat(100_000) });
    assert.equal((await ask('/')).status, 200);
  });

  test('nothing that the page does leaves this machine', async () => {
    const tab = await open(server, 'speed=5&lang=zh');
    await tab.a.talking(tab.b);
    await tab.find('[data-help]').click();
    assert.ok(tab.requests.length > 10);
    for (const address of tab.requests) assert.match(address, new RegExp(`^(http|ws|blob:http)://${host()}/`));
    tab.assertQuiet();
    await tab.close();
  });
});

describe('over a WebSocket', () => {
  test('another page gets no handshake', async () => {
    for (const headers of [
      { Origin: 'http://evil.example' },
      { Origin: 'null' },
      { Origin: `http://localhost:${server.port}` },
      { Host: `evil.example:${server.port}`, Origin: `http://evil.example:${server.port}` },
    ]) {
      assert.equal(await Socket.refused(server, headers), 403, JSON.stringify(headers));
    }
  });

  test('a page that the developer happens to visit cannot reach it from Chromium either', async () => {
    const elsewhere = http.createServer((_, response) => response.end('<!doctype html><title>elsewhere</title>'));
    await new Promise((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const page = await (await chromiumHere()).newPage();
    await page.goto(`http://localhost:${elsewhere.address().port}/`);
    const said = await page.evaluate(async ([address, socket]) => ({
      socket: await new Promise((resolve) => {
        const asked = new WebSocket(socket);
        asked.onopen = () => resolve('open');
        asked.onerror = () => resolve('refused');
      }),
      read: await fetch(address).then((response) => response.text(), () => 'refused'),
      script: await new Promise((resolve) => {
        const script = document.createElement('script');
        script.src = `${address}words.js`;
        script.onload = () => resolve('loaded');
        script.onerror = () => resolve('refused');
        document.head.append(script);
      }),
      frame: await new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.src = address;
        frame.onload = () => resolve(frame.contentWindow.length);
        document.body.append(frame);
      }),
    }), [server.address, `ws://${host()}/ws`]);
    assert.deepEqual({ ...said, frame: undefined }, { socket: 'refused', read: 'refused', script: 'refused', frame: undefined });
    const framed = page.frames().find((frame) => frame !== page.mainFrame());
    assert.doesNotMatch(await framed.content(), /id="app"/, 'the preview is in no frame');
    await page.close();
    elsewhere.close();
  });

  /** Says something wrong to a world, and sees that it is refused with words and the world goes on. */
  const isRefused = (name, message, words = /./) =>
    test(`${name} is refused with words, and the world goes on`, async () => {
      const socket = await Socket.open(server);
      await socket.begin('pace=instant');
      await (message instanceof Buffer ? socket.binary(message) : socket.send(message));
      const { what, english, chinese } = await socket.next('refused');
      assert.ok(what);
      assert.match(english, words);
      assert.match(chinese, /\p{Script=Han}/u);
      assert.ok(english.length < 2000, 'it does not say all of it again');
      await socket.tap();
      await socket.next('update', ({ phones }) => phones[0]?.state === 'Authorizing');
      await socket.close();
    });

  isRefused('what is no JSON', 'hello?');
  isRefused('half of a message', '{"input":{"phone":0,');
  isRefused('nothing', '');
  isRefused('a number', '5');
  isRefused('a list', '[]');
  isRefused('null', 'null');
  isRefused('an order that nobody knows', { explode: true }, /explode/);
  isRefused('two orders at once', { ping: 1, time: 'pause' });
  isRefused('a third phone', { input: { phone: 2, input: 'tap' } }, /0 and 1/);
  isRefused('a phone below nought', { input: { phone: -1, input: 'tap' } });
  isRefused('a phone by name', { input: { phone: 'a', input: 'tap' } });
  isRefused('an input that nobody knows', { input: { phone: 0, input: 'smash' } }, /smash/);
  isRefused('a field that the page has not', { input: { phone: 0, input: { set: { field: 'nowhere', value: 'x' } } } }, /nowhere/);
  isRefused('a value of the wrong type', { input: { phone: 0, input: { set: { field: 'listen_openid', value: [1, { a: 2 }] } } } });
  isRefused('settings that are no text', { settings: 5 });
  isRefused('settings that mean nothing', { settings: 'a.join=Nonsense' }, /Nonsense/);
  isRefused('a person that does nothing known', { person: { phone: 0, does: 'dance' } }, /dance/);
  isRefused('a scope that there is not', { person: { phone: 0, does: { turn: { scope: 'scope.nose', on: true } } } });
  isRefused('a time that is none', { time: 'backwards' });
  isRefused('a recording that is none', { replay: { phone: 0, text: 'once upon a time' } });
  isRefused('a step of a replay that is not', { replayStep: 1 });
  isRefused('a negative step', { replayStep: -1 });
  isRefused('a message of bytes', Buffer.from([0, 1, 2, 255]));
  isRefused('a message of 5 MB', { replay: { phone: 0, text: 'x'.repeat(5_000_000) } }, /MB/);
  isRefused('JSON as deep as a well', `${'{"input":'.repeat(20_000)}1${'}'.repeat(20_000)}`);
  isRefused('words that would break a line', { input: { phone: 0, input: { set: { field: '\u202e\u0000\n', value: '' } } } });

  test('an order before `open` is refused, and `open` is still taken', async () => {
    const socket = await Socket.open(server);
    for (const order of [{ input: { phone: 0, input: 'tap' } }, 'endReplay', { time: 'pause' }]) {
      await socket.send(typeof order === 'string' ? JSON.stringify(order) : order);
      assert.match((await socket.next('refused')).english, /open/);
    }
    await socket.begin();
    await socket.close();
  });

  test('a message of 40 MB ends its own connection and no other', async () => {
    const other = await Socket.open(server);
    await other.begin();
    const socket = await Socket.open(server);
    await socket.send({ open: { query: '' } });
    socket.send(JSON.stringify({ replay: { phone: 0, text: 'x'.repeat(40_000_000) } }));
    await until(() => socket.closed, true, 'it is closed');
    await other.settled();
    await other.close();
  });

  test('forms with fields that the page has not, or of wrong types, do no harm', async () => {
    const socket = await Socket.open(server);
    const [, phone] = await socket.begin('', [{ nowhere: 1, listen_openid: { a: [] } }, { listen_name: 'Li' }, {}, {}]);
    assert.equal(phone.values.listen_name, 'Li');
    await socket.settled();
    await socket.close();
  });

  test('each tab has a world of its own', async () => {
    const [one, other] = [await open(server, 'speed=5'), await open(server, 'speed=5')];
    await one.a.calling(one.b);
    await other.frame();
    assert.equal(await other.a.root.getAttribute('data-state'), 'Idle');
    assert.equal(await other.b.callState(), 'none');
    await one.close();
    await other.close();
  });

  test('sixty-four tabs are taken, one more is told to wait, and a closed one makes room', async () => {
    const own = await serve('video-call');
    const tabs = [];
    for (let count = 0; count < 64; count += 1) {
      const tab = await Socket.open(own);
      await tab.begin();
      tabs.push(tab);
    }
    const more = await Socket.open(own);
    assert.match((await more.next('refused')).english, /too many tabs/);
    await until(() => more.closed, true, 'it is closed');
    // A browser reads why, and tries again by itself.
    const late = new Tab(await (await chromiumHere()).newPage(), own);
    await late.page.goto(own.address);
    await late.notice(/too many tabs/);
    await Promise.all(tabs.splice(0, 5).map((tab) => tab.close()));
    await late.reload();
    await late.a.tap();
    await late.a.dialog('permission');
    await Promise.all(tabs.map((tab) => tab.close()));
    await own.kill();
  });
});

describe('the port', () => {
  test('that is taken is said, and the next one used', async () => {
    const other = await serve('video-call', server.port);
    assert.notEqual(other.port, server.port);
    assert.ok(other.port > server.port && other.port <= server.port + 50);
    assert.match(other.output, new RegExp(`port ${server.port} is taken`));
    const tab = await open(other);
    await tab.a.tap();
    await tab.a.dialog('permission');
    await tab.close();
    await other.kill();
  });
});

describe('a page in trouble', () => {
  const way = async (tab, words) => {
    await tab.a.fill('way', words);
    await tab.a.tap();
  };

  test('that panics is told with its words, and can begin anew; other tabs go on', async () => {
    const [bad, good] = [await open(trouble, 'speed=5'), await open(trouble, 'speed=5')];
    await way(bad, 'panic');
    const notice = await bad.notice(/the handler is at its wits' end/);
    await good.a.talking(good.b);
    // Whoever types on meanwhile is not told off for it.
    await bad.a.fill('way', 'none').catch(() => {});
    await notice.locator('[data-notice-do=again]').click();
    await bad.a.state('Idle');
    await bad.noNotice();
    await bad.a.fill('way', 'none');
    await bad.a.talking(bad.b);
    await bad.close();
    await good.close();
  });

  test('that never comes back is told, and other tabs go on', async () => {
    const [bad, good] = [await open(trouble, 'speed=5'), await open(trouble, 'speed=5')];
    await way(bad, 'loop');
    await bad.notice(/does not come back/);
    await good.a.talking(good.b);
    // It can begin anew all the same, with a page that does not do so.
    await bad.close();
    await good.close();
  });
});
