// Every answer in `tests/answers` through a built page: the cause of the failure.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fail, soon, succeed } from '../lib/answers.mjs';
import { ROOT } from '../lib/built.mjs';
import { SENTENCE } from '../lib/causes.mjs';
import { Phone } from '../lib/phone.mjs';
import { assertFailed, filledIn, STEPS } from '../lib/video-call.mjs';

/** The cause and the code of `Other(-3)`. */
function parsed(cause) {
  const [, name, code] = /^(\w+)(?:\((.*)\))?$/.exec(cause);
  return { cause: name, sentence: SENTENCE[name], ...(code !== undefined && { code: Number(code) }) };
}

const ANSWERS = ['forms.json', 'public.json', 'fuzzed.json'].flatMap((file) =>
  JSON.parse(readFileSync(path.join(ROOT, 'tests/answers', file))));

describe('an answer of a step', () => {
  for (const { step: call, scope, answer, cause } of ANSWERS) {
    const step = STEPS.find((one) => one.call === call);
    // A page asks for the microphone, then for the camera.
    if (!step || (scope && !/^scope\.(record|camera)$/.test(scope))) continue;
    const first = scope === 'scope.camera' ? [soon(succeed())] : [];
    test(`${call} ${JSON.stringify(answer)} is ${cause}`, async () => {
      const made = await filledIn({ script: { [call]: [...first, soon(fail(answer))] } });
      await made.page.tap();
      assertFailed(made, step, parsed(cause));
    });
  }
});

describe("an answer of a handler's own host call", () => {
  for (const { step: call, scope, answer, cause } of ANSWERS) {
    // The cause of an event is known without its words.
    if (STEPS.some((one) => one.call === call) || scope || /^onVoIPChat/.test(call)) continue;
    test(`${JSON.stringify(answer)} is ${cause}`, async () => {
      const phone = new Phone('kinds');
      const page = await phone.open('pages/kinds/index');
      page.input('listenOpenid', 'oListener');
      page.input('callOpenid', 'oCaller');
      phone.host.script.request = [soon(fail(answer))];
      await page.tap();
      assert.deepEqual([page.data.state, page.data.error], ['Failed', parsed(cause).sentence]);
    });
  }
});

test('words in a very long message are found', async () => {
  const long = 'has no '.repeat(150_000);
  for (const [errMsg, cause] of [[`authorize:fail ${long}auth deny`, 'Denied'], [`authorize:fail ${long}`, 'Other']]) {
    const made = await filledIn({ script: { authorize: [soon(fail({ errMsg }))] } });
    await made.page.tap();
    // The page keeps the beginning.
    assertFailed(made, STEPS[0], { cause, sentence: SENTENCE[cause], message: errMsg.slice(0, 2000) });
  }
});
