/**
 * `npm run bench:attacks`: a polite client beside clients that try to take the service from it. Needs Linux and the right
 * to make control groups: each attack meets a service of its own with 768 MiB and 2 CPUs. Ends with exit code 1 when an
 * attack leaves a condition false.
 *
 *   --seconds 60       of each attack
 *   --alone 10         seconds of the polite client alone, before each attack
 *   --only <words>     the attacks whose name contains the words
 *   --sizes 1,4        times the connections; attacks of one size only run at 1
 *   --checkout <dir>   another checkout, with its build, whose service is attacked
 *   --same-address     attackers and polite client share an address
 *   --keys             they share an address, and have different API keys
 *   --list             prints the names of the attacks
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ATTACKS, scaleAttack } from './attacks.js';
import { makeParties, type Difference } from './parties.js';
import { checkPassLines } from './pass-lines.js';
import { getVerdict, printAttack, printTable } from './print-attack.js';
import { runAttack } from './run-attack.js';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    alone: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
    sizes: { type: 'string', default: '1,4' },
    checkout: { type: 'string' },
    'same-address': { type: 'boolean', default: false },
    keys: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
if (values['same-address'] && values.keys) throw new Error('--same-address and --keys exclude each other');
const difference: Difference = values.keys ? 'key' : values['same-address'] ? 'nothing' : 'address';
const sizes = values.sizes.split(',').map(Number);
const attacks = ATTACKS.flatMap((attack) => sizes.flatMap((size) => scaleAttack(attack, size) ?? []));
const selected = attacks.filter(({ name }) => name.includes(values.only));
if (selected.length === 0) throw new Error(`no attack's name contains "${values.only}"`);

const rows = [];
for (const attack of values.list ? [] : selected) {
  const figures = await runAttack(attack, {
    parties: makeParties(attack, difference),
    seconds: Number(values.seconds),
    aloneSeconds: Number(values.alone),
    ...(values.checkout !== undefined && { checkout: resolve(values.checkout) }),
  });
  const lines = checkPassLines(figures, difference);
  printAttack(figures, lines);
  rows.push({ figures, lines });
}
if (values.list) process.stdout.write(`${selected.map(({ name }) => name).join('\n')}\n`);
else printTable(rows);
if (rows.some(({ lines }) => getVerdict(lines) === 'FAIL')) process.exitCode = 1;
