import { describe, expect, it } from 'vitest';
import { hasControlGroups } from '../control-group.js';
import { ATTACKS } from '../load/attacks/attacks.js';
import { makeParties } from '../load/attacks/parties.js';
import { checkPassLines } from '../load/attacks/pass-lines.js';
import { runAttack } from '../load/attacks/run-attack.js';

/** One form of each attack; `npm run bench:attacks` runs all forms, for a minute each. */
const SHORT_FORM = [
  '1 claims, with lengths',
  '2 native memory',
  '3 tokenizer, Hangul',
  '4 cached work, 1500 connections',
  '4 metrics flood',
  '5 wide JSON, empty objects',
  '6 idle connections',
  '7 fairness, 1000 texts a request',
  '7 fairness, long texts',
];
const SECONDS = 10;
const ALONE_SECONDS = 4;
/** The attack, the last answers, and the start and end of the service. */
const LIMIT_MS = 120_000;

describe.skipIf(!hasControlGroups())('the service under attack, with 768 MiB and 2 CPUs', () => {
  it.each(SHORT_FORM)(
    'goes on to answer a polite client of another address, and the probes: %s',
    // Another process can spoil one measurement of latency.
    { timeout: LIMIT_MS, retry: 1 },
    async (name) => {
      const attack = ATTACKS.find((each) => each.name === name);
      if (!attack) throw new Error(`there is no attack "${name}"`);
      const parties = makeParties(attack, 'address');
      const figures = await runAttack(attack, { parties, seconds: SECONDS, aloneSeconds: ALONE_SECONDS });
      const failed = checkPassLines(figures, 'address').filter(({ isPassed }) => !isPassed);
      expect(failed.map(({ condition, measured }) => `${condition}: ${measured}`)).toEqual([]);
    },
  );
});
