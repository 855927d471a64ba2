// The dialog that says what an answer of WeChat means.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { SENTENCE } from '../lib/causes.mjs';
import { openNewRun, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

let server;

before(async () => {
  server = await serve('voice-support');
});

const inDialog = (name, run, query = '') =>
  test(name, async () => {
    const tab = await openNewRun(server, query);
    await tab.find('[data-classify]').click();
    const dialog = tab.find('dialog[data-window=classify]');
    await dialog.waitFor();
    const said = (pattern) => until(() => dialog.locator('[data-classified]').innerText(), (text) => pattern.test(text), `it says ${pattern}`);
    await run({ tab, dialog, said, paste: (text) => dialog.locator('[name=answer]').fill(text) });
    await tab.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    tab.assertQuiet();
  });

inDialog('reads the host call from the words', async ({ paste, said }) => {
  await paste('{"errMsg": "authorize:fail auth deny"}');
  await said(/Denied/);
  await said(/wx\.authorize/);
  // The flow of this page opens the settings.
  await said(/Authorizing has an edge that names this cause[^]*Denied via open_setting/);
});

inDialog('takes a text and a code, for the chosen step', async ({ dialog, paste, said }) => {
  await paste('-30002');
  await said(/assumed/);
  await dialog.locator('[name=answer-step]').selectOption('enable');
  await said(/WechatNoRecord[^]*wx\.setEnable1v1Chat/);
  await said(/Enabling has no edge that names this cause[^]*Enabling → Failed/);
  await paste('join1v1Chat:fail 开发者工具暂时不支持此 API 调试');
  await dialog.locator('[name=answer-step]').selectOption('');
  await said(/DeviceNotSupported/);
});

inDialog('says what is wrong with a success and with a text that is not JSON, and shows markup as text', async ({ tab, paste, said }) => {
  await paste('{"errMsg": "join1v1Chat:ok"}');
  await said(/^This answer is a success/);
  await paste('{errMsg: 1}');
  await said(/double quotes/);
  await paste('<img src=x onerror=alert(1)>:fail -777');
  await said(/Other/);
  assert.equal(await tab.find('img').count(), 0);
  await paste('');
  await said(/^$/);
});

inDialog('is in Chinese too', async ({ paste, said }) => {
  await paste('{"errCode": -20002, "errMsg": "join1v1Chat:fail"}');
  await said(new RegExp(`OnCall[^]*${SENTENCE.OnCall}[^]*怎么办[^]*Joining 没有写明此原因的转移`));
}, 'lang=zh');
