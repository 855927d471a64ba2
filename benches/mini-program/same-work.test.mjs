// The rivals do the same work as the generated page: for the same host, they make the same host calls and show the same data.
// Otherwise, a comparison of their cost would say nothing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { after, all, deny, fail, failWith, never, rejectsToo, soon, succeed, throws } from '../../tests/e2e/lib/answers.mjs';
import { Phone } from '../../tests/e2e/lib/phone.mjs';
import { fillIn, STEPS } from '../../tests/e2e/lib/video-call.mjs';
import { buildRivals, folderOf, GENERATED, RIVALS, ROUTE } from './build.mjs';

/** A user of one program, and what they see: the data of the page after each act, and its events. */
class User {
  seen = [];

  constructor(program) {
    this.phone = new Phone(folderOf(program));
    this.host = this.phone.host;
  }

  async open(query) {
    this.page = await this.phone.open(ROUTE, query);
    this.#look();
  }

  fillIn() {
    fillIn(this.page);
    this.#look();
  }

  input(key, value) {
    this.page.input(key, value);
    this.#look();
  }

  /** `tap`, `cancel`, `hangUp`, `dismiss`. */
  async act(name) {
    await this.page[name]();
    this.#look();
  }

  async pass(milliseconds) {
    await this.phone.pass(milliseconds);
    this.#look();
  }

  async members(...people) {
    this.host.members(...people);
    await this.pass(0);
  }

  async interrupted() {
    this.host.interrupted();
    await this.pass(0);
  }

  #look() {
    this.seen.push({ ...this.page.data });
  }
}

/** Lets a user of the program do this on a host with these answers. */
async function record(program, { script = {}, filled = true, query, drive }) {
  const user = new User(program);
  for (const [call, answers] of Object.entries(script)) user.host.script[call] = [...answers];
  await user.open(query);
  if (filled) user.fillIn();
  await drive(user);
  user.host.assertNoViolations();
  assert.deepEqual(user.page.component.warnings, [], program);
  assert.deepEqual(user.phone.errors, [], program);
  return { calls: user.host.calls(), events: user.page.events(), seen: user.seen, listeners: user.host.listeners };
}

before(buildRivals);

/**
 * The rivals do the same as the generated page. `ends` are members of the data that the last act shows, and `calls` the number
 * of host calls, so that the scenario is what its name says.
 */
function same(name, { ends, calls, ...scenario }) {
  test(name, async () => {
    const expected = await record(GENERATED, scenario);
    const last = expected.seen.at(-1);
    assert.deepEqual(Object.fromEntries(Object.keys(ends).map((key) => [key, last[key]])), ends);
    assert.equal(expected.calls.length, calls, expected.calls.join('\n'));
    for (const rival of RIVALS) assert.deepEqual(await record(rival, scenario), expected, rival);
  });
}

const tap = (user) => user.act('tap');

describe('a call', () => {
  same('that the user ends', {
    ends: { state: 'Idle', busy: false, reachable: true, connected: false },
    calls: 5,
    async drive(user) {
      await user.act('tap');
      await user.members('oCaller', 'oListener');
      await user.act('hangUp');
    },
  });

  same('that the other side ends', {
    ends: { state: 'Idle', connected: false },
    calls: 4,
    async drive(user) {
      await user.act('tap');
      await user.members('oCaller');
      await user.members('oCaller', 'oListener');
      await user.members('oCaller', 'oListener');
      await user.members('oCaller');
    },
  });

  same('that is answered before its join has succeeded', {
    script: { join1v1Chat: [after(1000, succeed())] },
    ends: { state: 'InCall', connected: true },
    calls: 4,
    async drive(user) {
      await user.act('tap');
      await user.members('oCaller', 'oListener');
      await user.pass(1000);
    },
  });

  same('that is interrupted', {
    ends: { state: 'Idle', error: '' },
    calls: 4,
    async drive(user) {
      await user.act('tap');
      await user.interrupted();
    },
  });

  same('after a call', {
    ends: { state: 'InCall', connected: true },
    calls: 9,
    async drive(user) {
      for (let calls = 0; calls < 2; calls += 1) {
        await user.act('tap');
        await user.members('oCaller', 'oListener');
        if (calls === 0) await user.act('hangUp');
      }
    },
  });

  same('whose every step takes long', {
    script: {
      authorize: [after(100_000, succeed()), after(100_000, succeed())],
      setEnable1v1Chat: [after(14_999, succeed())],
      join1v1Chat: [after(59_999, succeed())],
    },
    ends: { state: 'InCall' },
    calls: 4,
    async drive(user) {
      await user.act('tap');
      for (const milliseconds of [100_000, 100_000, 14_999, 59_999, 100_000]) await user.pass(milliseconds);
    },
  });

  same('during which the user taps everything', {
    script: { join1v1Chat: [after(1000, succeed())] },
    ends: { state: 'InCall' },
    calls: 4,
    async drive(user) {
      await user.act('tap');
      for (const act of ['tap', 'hangUp', 'dismiss']) await user.act(act);
      await user.pass(1000);
      for (const act of ['tap', 'cancel', 'dismiss']) await user.act(act);
    },
  });
});

for (const [index, { call }] of STEPS.entries()) {
  // What was called before it, both scopes being one step.
  const until = [1, 3, 4][index];

  describe(call, () => {
    same('is refused, and the user tries again', {
      script: { [call]: [soon(call === 'authorize' ? deny : failWith(-20003))] },
      ends: { state: 'InCall', error: '' },
      calls: until + 1 + 4,
      async drive(user) {
        await user.act('tap');
        await user.act('tap');
      },
    });

    same('is refused, and the user dismisses it', {
      script: { [call]: [soon(failWith(-30000, `${call}:fail has no camera`))] },
      ends: { state: 'Idle', error: '' },
      calls: until + 1,
      async drive(user) {
        await user.act('tap');
        await user.act('dismiss');
      },
    });

    same('throws', {
      script: { [call]: [throws(new Error('broken'))] },
      ends: { state: 'Failed' },
      calls: until + 1,
      drive: tap,
    });

    same('answers twice, in different ways', {
      script: { [call]: [soon(all(failWith(-20003, 'occupied by other'), succeed()))] },
      ends: { state: 'Failed', error: '通话功能正被占用' },
      calls: until + 1,
      drive: tap,
    });

    same('also returns a promise, which rejects', {
      script: { [call]: [rejectsToo({ errMsg: 'fail' }, soon(succeed()))] },
      ends: { state: 'InCall' },
      calls: 4,
      drive: tap,
    });

    same('succeeds with the code of a failure', {
      script: { [call]: [soon(succeed({ errCode: call === 'authorize' ? 3 : -30002 }))] },
      ends: { state: 'Failed' },
      calls: until + (call === 'join1v1Chat' ? 2 : 1),
      drive: tap,
    });

    same('is cancelled, and succeeds then', {
      script: { [call]: [after(1000, succeed())] },
      ends: { state: 'Idle', busy: false },
      calls: until + (call === 'join1v1Chat' ? 1 : 0),
      async drive(user) {
        await user.act('tap');
        await user.act('cancel');
        await user.pass(1000);
        await user.pass(100_000);
      },
    });

    same('is cancelled, and fails then', {
      script: { [call]: [after(1000, failWith(-20003))] },
      ends: { state: 'Idle', error: '' },
      calls: until,
      async drive(user) {
        await user.act('tap');
        await user.act('cancel');
        await user.pass(1000);
      },
    });

    same('is cancelled, and succeeds while the user has begun another call', {
      script: { [call]: [after(1000, succeed())] },
      ends: { state: 'InCall' },
      // Before it joins again, it leaves the room that the earlier join may enter.
      calls: until + 4 + (call === 'join1v1Chat' ? 1 : 0),
      async drive(user) {
        await user.act('tap');
        await user.act('cancel');
        await user.act('tap');
        await user.pass(1000);
      },
    });

    same('succeeds after the user has left', {
      script: { [call]: [after(1000, succeed())] },
      ends: { state: STEPS[index].state },
      calls: until + (call === 'join1v1Chat' ? 1 : 0),
      async drive(user) {
        await user.act('tap');
        await user.act('leave');
        await user.pass(1000);
        await user.pass(100_000);
      },
    });

    same('fails after the user has left', {
      script: { [call]: [after(1000, failWith(-20003))] },
      ends: { state: STEPS[index].state },
      calls: until,
      async drive(user) {
        await user.act('tap');
        await user.act('leave');
        await user.pass(1000);
      },
    });
  });
}

for (const [call, limit] of [['setEnable1v1Chat', 15_000], ['join1v1Chat', 60_000]]) {
  same(`${call} that answers after its time limit`, {
    script: { [call]: [after(limit + 1000, succeed())] },
    ends: { state: 'Failed', error: '等待超时' },
    calls: call === 'join1v1Chat' ? 6 : 4,
    async drive(user) {
      await user.act('tap');
      await user.pass(limit - 1);
      await user.pass(1);
      await user.pass(100_000);
    },
  });
}

same('an app that never answers, whose page the user cancels', {
  script: { authorize: [never] },
  ends: { state: 'Idle', busy: false },
  calls: 1,
  async drive(user) {
    await user.act('tap');
    await user.act('cancel');
    await user.pass(1_000_000);
  },
});

same('the user leaves a call', {
  ends: { state: 'InCall' },
  calls: 4,
  async drive(user) {
    await user.act('tap');
    await user.members('oCaller', 'oListener');
    await user.act('leave');
    await user.members('oCaller');
  },
});

describe('the fields', () => {
  same('must be filled in', {
    filled: false,
    ends: { state: 'InCall', error: '', callOpenid: 'oCaller', callName: '小明' },
    calls: 4,
    async drive(user) {
      await user.act('tap');
      user.input('listenOpenid', ' oListener\u200b\n');
      await user.act('tap');
      user.input('callOpenid', 'oCaller');
      user.input('callName', '');
      await user.act('tap');
      user.input('callName', '小明');
      await user.act('tap');
    },
  });

  same('are not set by the address', {
    filled: false,
    query: { listenOpenid: 'oSomebody', callName: '%E5%B0%8F' },
    ends: { listenOpenid: '', callName: 'caller', error: '请填写对方openid' },
    calls: 0,
    drive: tap,
  });

  same('are those of the tap', {
    script: { setEnable1v1Chat: [after(1000, succeed())] },
    ends: { state: 'InCall', listenName: 'late' },
    calls: 4,
    async drive(user) {
      await user.act('tap');
      user.input('listenName', 'late');
      await user.pass(1000);
    },
  });
});

describe('each answer has the same cause', () => {
  for (const file of ['forms', 'public']) {
    const answers = JSON.parse(readFileSync(new URL(`../../tests/answers/${file}.json`, import.meta.url), 'utf8'));
    for (const { step, scope, answer, why } of answers) {
      // The page does not make the other host calls.
      if (!STEPS.some(({ call }) => call === step)) continue;
      const given = scope === 'scope.camera' ? [soon(succeed()), soon(fail(answer))] : [soon(fail(answer))];
      same(`${step}: ${JSON.stringify(answer)} (${why ?? file})`, {
        script: { [step]: given },
        ends: { state: 'Failed' },
        calls: { authorize: given.length, setEnable1v1Chat: 3, join1v1Chat: 4 }[step] + 1,
        drive: tap,
      });
    }
  }
});
