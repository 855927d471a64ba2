// Every answer in `tests/answers` through a built page: the cause of the failure.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fail, soon, succeed } from '../lib/answers.mjs';
import { ROOT } from '../lib/built.mjs';
import { SENTENCE } from '../lib/causes.mjs';
import { assertFailed, filledIn, STEPS } from '../lib/video-call.mjs';

/** The cause and the code of `Other(-3)`. */
function parsed(cause) {
  const [, name, code] = /^(\w+)(?:\((.*)\))?$/.exec(cause);
  return { cause: name, sentence: SENTENCE[name], ...(code !== undefined && { code: Number(code) }) };
}

for (const file of ['forms.json', 'public.json']) {
  describe(file, () => {
    for (const { step: call, scope, answer, cause } of JSON.parse(readFileSync(path.join(ROOT, 'tests/answers', file)))) {
      // A page asks for the microphone, then for the camera.
      const step = STEPS.find((one) => one.call === call);
      if (!step || scope && !/^scope\.(record|camera)$/.test(scope)) continue;
      const first = scope === 'scope.camera' ? [soon(succeed())] : [];
      test(`${call} ${JSON.stringify(answer)} is ${cause}`, async () => {
        const made = await filledIn({ script: { [call]: [...first, soon(fail(answer))] } });
        await made.page.tap();
        assertFailed(made, step, parsed(cause));
      });
    }
  });
}

test('words in a very long message are found', async () => {
  const long = 'has no '.repeat(150_000);
  for (const [errMsg, cause] of [[`authorize:fail ${long}auth deny`, 'Denied'], [`authorize:fail ${long}`, 'Other']]) {
    const made = await filledIn({ script: { authorize: [soon(fail({ errMsg }))] } });
    await made.page.tap();
    assertFailed(made, STEPS[0], { cause, sentence: SENTENCE[cause], message: errMsg });
  }
});
