// What every project must be able to do with the pages, whichever framework has built it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { App } from '../lib/app.mjs';
import { failWith, soon } from '../lib/answers.mjs';
import { ROUTE, WHOLE_CALL } from '../lib/video-call.mjs';

export const JOINED = {
  caller: { nickname: 'caller', openid: 'oCaller' },
  listener: { nickname: 'listener', openid: 'oListener' },
  roomType: 'video',
};

/** A call from the generated page, whose fields have these values. */
export async function fromThePage(output, joined = JOINED) {
  const app = new App(output);
  const page = await app.open(ROUTE);
  await page.type(0, 'oListener');
  await page.type(2, 'oCaller');
  await page.tap(page.button('呼叫'));
  assert.equal(page.instance.data.state, 'InCall');
  whole(app, joined);
  await page.tap(page.button('结束'));
  assert.equal(page.instance.data.state, 'Idle');
  assert.equal(app.phone.host.names.at(-1), 'exitVoIPChat');
  clean(app);
}

/** A call from the component in a page of the project, which shows the component's last event. */
export async function fromTheComponent(output) {
  const app = new App(output);
  const page = await app.open('pages/embed/index');
  const said = () => page.text(page.byId('said'));
  assert.equal(said(), 'nothing');
  app.phone.host.script.join1v1Chat = [soon(failWith(-20003, 'join1v1Chat:fail occupied'))];
  await page.tap(page.button('呼叫'));
  assert.equal(said(), 'OccupiedByOther 通话功能正被占用');
  await page.tap(page.button('呼叫'));
  assert.equal(said(), 'Joining InCall');
  assert.equal(page.component(ROUTE).state, 'InCall');
  assert.deepEqual(app.phone.host.last('join1v1Chat'), JOINED);
  clean(app);
}

/** A call from a user interface that the project has itself. */
export async function fromAnOwnInterface(output) {
  const app = new App(output);
  const page = await app.open('pages/own/index');
  const text = (id) => page.text(page.byId(id));
  app.phone.host.script.authorize = [soon(failWith(undefined, 'authorize:fail auth deny'))];
  await page.type(0, 'oListener');
  await page.tap(page.button('call'));
  assert.deepEqual([text('said'), text('error')], ['Authorizing Failed', '未授权使用麦克风或摄像头']);
  app.phone.host.log.length = 0;
  await page.tap(page.button('call'));
  assert.deepEqual([text('said'), text('error')], ['Joining InCall', '']);
  whole(app);
  await page.tap(page.button('end'));
  assert.equal(text('said'), 'InCall Idle');
  assert.equal(app.phone.host.names.at(-1), 'exitVoIPChat');
  clean(app);
}

function whole(app, joined = JOINED) {
  assert.deepEqual(app.phone.host.names, WHOLE_CALL);
  assert.deepEqual(app.phone.host.last('join1v1Chat'), joined);
}

function clean(app) {
  app.phone.host.assertNoViolations();
  assert.deepEqual(app.phone.errors, []);
}

/** WeChat's validator is a download of 276 MB, so this is a test only with `cargo xtask e2e --validator`. */
export function validated(folder) {
  if (!process.env.VOIP_VALIDATOR) return;
  test("WeChat's validator accepts it", async () => (await import('../lib/validator.mjs')).isValid(folder()));
}
