// Security: other web pages get nothing, and invalid requests and messages do no damage.
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

/** Sends a request; resolves with `{ status, headers, body }`. */
function request(path, { method = 'GET', headers = {}, body } = {}, at = server) {
  const { hostname, port } = new URL(at.address);
  return new Promise((resolve, reject) => {
    const outgoing = http.request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    // A server that refuses a request may close the connection early.
    outgoing.on('error', (error) => (['EPIPE', 'ECONNRESET'].includes(error.code) ? resolve({ status: 400 }) : reject(error)));
    outgoing.end(body);
  });
}

const fetchFrom = (at, headers) => request('/', { headers }, at);

const host = () => new URL(server.address).host;

describe('over HTTP', () => {
  test('responses have security headers', async () => {
    for (const path of ['/', '/main.js', '/nowhere']) {
      const { headers } = await request(path);
      const policy = headers['content-security-policy'];
      assert.match(policy, /default-src 'self'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['x-frame-options'], 'DENY');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
      assert.equal(headers['access-control-allow-origin'], undefined);
    }
    assert.match((await request('/')).headers['content-type'], /^text\/html/);
    assert.match((await request('/main.js')).headers['content-type'], /^text\/javascript/);
  });

  test('a foreign Host or Origin is refused', async () => {
    for (const foreign of ['evil.example', `evil.example:${server.port}`, '127.0.0.1:1', `192.168.0.7:${server.port}`, `${host()}.evil.example`]) {
      const { status, body } = await request('/', { headers: { Host: foreign } });
      assert.equal(status, 403, foreign);
      assert.doesNotMatch(body, /<html/);
    }
    for (const foreign of ['http://evil.example', 'null', `https://${host()}`, `http://localhost:${server.port + 1}`]) {
      assert.equal((await request('/', { headers: { Origin: foreign } })).status, 403, foreign);
    }
    for (const ours of [host(), `localhost:${server.port}`]) {
      assert.equal((await request('/', { headers: { Host: ours, Origin: `http://${ours}` } })).status, 200, ours);
    }
  });

  test('a refusal names the address to open, and the flag for a forwarded port', async () => {
    const { body } = await request('/', { headers: { Host: 'localhost:8080' } });
    assert.ok(body.includes(server.address) && body.includes('--allow-host localhost:8080'), body);
  });

  test('a server that other machines can reach warns, and prints an address that works', async () => {
    const opened = await serve('video-call', '0.0.0.0:0');
    const [own, ...others] = opened.output.match(/http:\/\/[^/]+\//g);
    assert.match(own, /^http:\/\/127\.0\.0\.1:/);
    assert.match(opened.output, /warning: Every machine on the network can open the preview/);
    assert.ok(others.length > 0 && !others.some((url) => /127\.0\.0\.1|0\.0\.0\.0/.test(url)), opened.output);
    for (const url of others) assert.equal((await fetch(url)).status, 200, url);
    await opened.kill();
  });

  test('--allow-host serves at a forwarded port and behind a proxy, and nowhere else', async () => {
    const forwarded = await serve('video-call', 0, ['--allow-host', 'localhost:8080', '--allow-host', 'dev.example']);
    const status = async (headers) => (await fetchFrom(forwarded, headers)).status;
    assert.equal(await status({ Host: 'localhost:8080', Origin: 'http://localhost:8080' }), 200);
    assert.equal(await status({ Host: `127.0.0.1:${forwarded.port}`, Origin: 'https://dev.example' }), 200);
    assert.equal(await status({ Host: 'localhost:8081' }), 403);
    assert.equal(await status({ Host: 'evil.example', 'X-Forwarded-Host': 'dev.example' }), 403);
    await forwarded.kill();
  });

  test('unknown paths are not found', async () => {
    for (const path of ['/nowhere', '/../Cargo.toml', '/..%2f..%2fCargo.toml', '/web/../src/lib.rs', '//etc/passwd', '/%00', '/main.js/', '/.git/config', '/main.js%00.html']) {
      const { status } = await request(path);
      assert.ok([400, 404].includes(status), `${path}: ${status}`);
    }
  });

  test('a POST is refused, and the server keeps running', async () => {
    for (const path of ['/', '/ws', '/open']) {
      const { status } = await request(path, { method: 'POST', headers: { Origin: 'http://evil.example' }, body: '{"open":{"query":""}}' });
      assert.ok(status >= 400, `${path}: ${status}`);
    }
    await request('/', { method: 'POST', body: 'x'.repeat(100_000) });
    assert.equal((await request('/')).status, 200);
  });

  test('HEAD has the headers of GET, and no body', async () => {
    const [get, head] = [await request('/main.js'), await request('/main.js', { method: 'HEAD' })];
    assert.equal(head.status, 200);
    assert.equal(head.body, '');
    for (const name of ['content-length', 'content-type', 'content-security-policy']) assert.equal(head.headers[name], get.headers[name], name);
    assert.equal(Number(get.headers['content-length']), Buffer.byteLength(get.body));
  });

  test('a refused method is told the allowed ones', async () => {
    for (const [method, path, allowed] of [['POST', '/', 'GET, HEAD'], ['DELETE', '/nowhere', 'GET, HEAD'], ['HEAD', '/ws', 'GET'], ['POST', '/ws', 'GET']]) {
      const { status, headers } = await request(path, { method });
      assert.deepEqual([status, headers.allow], [405, allowed], `${method} ${path}`);
    }
  });

  test('the page loads nothing from other hosts', async () => {
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
  test('other pages cannot open a WebSocket', async () => {
    for (const headers of [
      { Origin: 'http://evil.example' },
      { Origin: 'null' },
      { Origin: `http://localhost:${server.port}` },
      { Host: `evil.example:${server.port}`, Origin: `http://evil.example:${server.port}` },
    ]) {
      assert.equal(await Socket.refused(server, headers), 403, JSON.stringify(headers));
    }
  });

  test('a request that is not a handshake is refused, and the response names the missing header', async () => {
    for (const name of ['Connection', 'Upgrade', 'Sec-WebSocket-Version', 'Sec-WebSocket-Key']) {
      assert.equal(await Socket.refused(server, { [name]: null }), 400, name);
    }
    assert.equal(await Socket.refused(server, { 'Sec-WebSocket-Version': '8' }), 400);
    const { status, body } = await request('/ws');
    assert.equal(status, 400);
    assert.match(body, /`connection: Upgrade`/);
  });

  test('another page in Chromium cannot reach the server', async () => {
    const elsewhere = http.createServer((_, response) => response.end('<!doctype html><title>elsewhere</title>'));
    await new Promise((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const page = await (await chromiumHere()).newPage();
    await page.goto(`http://localhost:${elsewhere.address().port}/`);
    const results = await page.evaluate(async ([address, socket]) => ({
      socket: await new Promise((resolve) => {
        const connection = new WebSocket(socket);
        connection.onopen = () => resolve('open');
        connection.onerror = () => resolve('refused');
      }),
      read: await fetch(address).then((response) => response.text(), () => 'refused'),
      script: await new Promise((resolve) => {
        const script = document.createElement('script');
        script.src = `${address}texts.js`;
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
    assert.deepEqual({ ...results, frame: undefined }, { socket: 'refused', read: 'refused', script: 'refused', frame: undefined });
    const framed = page.frames().find((frame) => frame !== page.mainFrame());
    assert.doesNotMatch(await framed.content(), /id="app"/, 'the preview cannot be framed');
    await page.close();
    elsewhere.close();
  });

  /** Sends an invalid message, which must be refused while the simulation keeps running. */
  const isRefused = (name, message, pattern = /./) =>
    test(`${name} is refused, and the simulation keeps running`, async () => {
      const socket = await Socket.open(server);
      await socket.begin('pace=instant');
      await (message instanceof Buffer ? socket.binary(message) : socket.send(message));
      const { command, english, chinese } = await socket.next('refused');
      assert.ok(command);
      assert.match(english, pattern);
      assert.match(chinese, /\p{Script=Han}/u);
      assert.ok(english.length < 2000, 'the error does not repeat the whole message');
      await socket.tap();
      await socket.next('update', ({ phones }) => phones[0]?.state === 'Authorizing');
      await socket.close();
    });

  isRefused('text that is not JSON', 'hello?');
  isRefused('half of a message', '{"input":{"phone":0,');
  isRefused('an empty message', '');
  isRefused('a number', '5');
  isRefused('a list', '[]');
  isRefused('null', 'null');
  isRefused('an unknown command', { explode: true }, /explode/);
  isRefused('two commands in one message', { ping: 1, time: 'pause' });
  isRefused('phone 2', { input: { phone: 2, input: 'tap' } }, /0 or 1/);
  isRefused('phone -1', { input: { phone: -1, input: 'tap' } });
  isRefused('phone "a"', { input: { phone: 'a', input: 'tap' } });
  isRefused('an unknown input', { input: { phone: 0, input: 'smash' } }, /smash/);
  isRefused('an unknown field', { input: { phone: 0, input: { set: { field: 'nowhere', value: 'x' } } } }, /nowhere/);
  isRefused('a value of the wrong type', { input: { phone: 0, input: { set: { field: 'listen_openid', value: [1, { a: 2 }] } } } });
  isRefused('settings that are not text', { settings: 5 });
  isRefused('invalid settings', { settings: 'a.join=Nonsense' }, /Nonsense/);
  isRefused('an unknown action', { action: { phone: 0, action: 'dance' } }, /dance/);
  isRefused('an unknown scope', { action: { phone: 0, action: { turn: { scope: 'scope.nose', on: true } } } });
  isRefused('an unknown time control', { time: 'backwards' });
  isRefused('a text that is not a recording', { replay: { phone: 0, text: 'once upon a time' } });
  isRefused('a replay step without a replay', { replayStep: 1 });
  isRefused('a negative replay step', { replayStep: -1 });
  isRefused('a message of bytes', Buffer.from([0, 1, 2, 255]));
  isRefused('a message of 5 MB', { replay: { phone: 0, text: 'x'.repeat(5_000_000) } }, /MB/);
  isRefused('deeply nested JSON', `${'{"input":'.repeat(20_000)}1${'}'.repeat(20_000)}`);
  isRefused('a field name with control characters', { input: { phone: 0, input: { set: { field: '\u202e\u0000\n', value: '' } } } });

  test('a command before `open` is refused, and `open` still works', async () => {
    const socket = await Socket.open(server);
    for (const command of [{ input: { phone: 0, input: 'tap' } }, 'endReplay', { time: 'pause' }]) {
      await socket.send(typeof command === 'string' ? JSON.stringify(command) : command);
      assert.match((await socket.next('refused')).english, /open/);
    }
    await socket.begin();
    await socket.close();
  });

  test('a message of 40 MB closes only its own connection', async () => {
    const other = await Socket.open(server);
    await other.begin();
    const socket = await Socket.open(server);
    await socket.send({ open: { query: '' } });
    socket.send(JSON.stringify({ replay: { phone: 0, text: 'x'.repeat(40_000_000) } }));
    await until(() => socket.closed, true, 'it is closed');
    await other.settled();
    await other.close();
  });

  /** Sends frames that end their connection, and no other. */
  const isClosed = (name, ...frames) =>
    test(`${name} closes only its own connection`, async () => {
      const [other, socket] = [await Socket.open(server), await Socket.open(server)];
      await other.begin();
      for (const frame of frames) socket.sendFrame(...frame);
      await until(() => socket.closed, true, 'it is closed');
      await other.settled();
      await other.close();
    });

  const megabyte = Buffer.alloc(1 << 20, 'x');
  isClosed('a message of 20 MB in fragments', [1, megabyte, { last: false }], ...Array(19).fill([0, megabyte, { last: false }]));
  isClosed('text that is not UTF-8', [1, Buffer.from([0xff])]);
  isClosed('a character that ends after its first fragment', [1, Buffer.from([0xe4, 0xbd]), { last: false }], [0, Buffer.from('x')]);
  isClosed('a frame without a mask', [1, Buffer.from('{"ping":1}'), { masked: false }]);
  isClosed('a frame of an unknown kind', [3, Buffer.from('x')]);
  isClosed('a continuation of nothing', [0, Buffer.from('x')]);
  isClosed('a second message between fragments', [1, Buffer.from('{'), { last: false }], [1, Buffer.from('{"ping":1}')]);
  isClosed('a ping of 126 bytes', [9, Buffer.alloc(126)]);

  test('fragments with a ping between them are one message', async () => {
    const socket = await Socket.open(server);
    await socket.sendFrame(1, Buffer.from('{"pi'), { last: false });
    await socket.sendFrame(9, Buffer.from('between'));
    await socket.sendFrame(0, Buffer.from('ng":7}'));
    assert.equal(await socket.next('pong'), 7);
    assert.deepEqual(socket.controls, [[10, Buffer.from('between')]]);
    await socket.close();
  });

  test('a close frame is answered', async () => {
    const socket = await Socket.open(server);
    const code = Buffer.from([3, 232]);
    await socket.sendFrame(8, code);
    await until(() => socket.closed, true, 'it is closed');
    assert.deepEqual(socket.controls, [[8, code]]);
  });

  test('unknown fields and wrong types in forms are ignored', async () => {
    const socket = await Socket.open(server);
    const [, phone] = await socket.begin('', [{ VideoCall: { nowhere: 1, listen_openid: { a: [] } }, Nowhere: {} }, { VideoCall: { listen_name: 'Li' } }, {}, {}]);
    assert.equal(phone.values.listen_name, 'Li');
    await socket.settled();
    await socket.close();
  });

  test('each tab has its own simulation', async () => {
    const [one, other] = [await open(server, 'speed=5'), await open(server, 'speed=5')];
    await one.a.calling(one.b);
    await other.frame();
    assert.equal(await other.a.root.getAttribute('data-state'), 'Idle');
    assert.equal(await other.b.callState(), 'none');
    await one.close();
    await other.close();
  });

  test('the 65th tab is refused until another tab is closed', async () => {
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
    // A browser shows the reason, and reconnects.
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
  test('that is in use is reported, and the next free port is used', async () => {
    const other = await serve('video-call', server.port);
    assert.notEqual(other.port, server.port);
    assert.ok(other.port > server.port && other.port <= server.port + 50);
    assert.match(other.output, new RegExp(`Port ${server.port} is in use`));
    const tab = await open(other);
    await tab.a.tap();
    await tab.a.dialog('permission');
    await tab.close();
    await other.kill();
  });
});

describe('a faulty page', () => {
  const setTrouble = async (tab, kind) => {
    await tab.a.fill('way', kind);
    await tab.a.tap();
  };

  test('that panics shows its message, and can start a new run; other tabs keep running', async () => {
    const [bad, good] = [await open(trouble, 'speed=5'), await open(trouble, 'speed=5')];
    await setTrouble(bad, 'panic');
    const notice = await bad.notice(/the handler is at its wits' end/);
    await good.a.talking(good.b);
    // Typing after the panic gives no further notice.
    await bad.a.fill('way', 'none').catch(() => {});
    await notice.locator('[data-notice-do=restart]').click();
    await bad.a.state('Idle');
    await bad.noNotice();
    await bad.a.fill('way', 'none');
    await bad.a.talking(bad.b);
    await bad.close();
    await good.close();
  });

  test('that never returns is reported, and other tabs keep running', async () => {
    const [bad, good] = [await open(trouble, 'speed=5'), await open(trouble, 'speed=5')];
    await setTrouble(bad, 'loop');
    await bad.notice(/does not return/);
    await good.a.talking(good.b);
    await bad.close();
    await good.close();
  });
});
