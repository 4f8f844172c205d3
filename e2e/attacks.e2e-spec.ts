import { describe, expect, it } from 'vitest';
import { hasControlGroups } from './control-group.js';
import { ATTACKS } from './load/attacks/attacks.js';
import { makeParties } from './load/attacks/parties.js';
import { checkPassLines } from './load/attacks/pass-lines.js';
import { runAttack } from './load/attacks/run-attack.js';

const SECONDS = 15;
const ALONE_SECONDS = 4;
/** The attack, the last answers, and the start and end of the service. */
const LIMIT_MS = 120_000;

describe.skipIf(!hasControlGroups())('the service under attack, with 768 MiB and 2 CPUs', () => {
  it.each(ATTACKS.map((attack) => ({ attack, name: attack.name })))(
    'goes on to answer a polite client of another address, and the probes: $name',
    { timeout: LIMIT_MS },
    async ({ attack }) => {
      const parties = makeParties(attack, 'address');
      const figures = await runAttack(attack, { parties, seconds: SECONDS, aloneSeconds: ALONE_SECONDS });
      const failed = checkPassLines(figures, 'address').filter(({ isPassed }) => !isPassed);
      expect(failed.map(({ condition, measured }) => `${condition}: ${measured}`)).toEqual([]);
    },
  );
});
