import type { AttackJob } from './attack-job.js';

/** Something that clients do to the service. */
export interface Attack {
  /** Begins with its number. */
  readonly name: string;
  readonly request: AttackJob['request'];
  readonly connections: number;
  /** Over how many processes the connections are spread. */
  readonly processes: number;
  /** Keys that the attackers use; 0: the service has none. */
  readonly keys: number;
}

/** The variants whose connections grow with the size. */
const SCALED_NUMBERS = [1, 2, 3, 5];

/** Every attack at its smallest size. */
export const ATTACKS: readonly Attack[] = [
  attack('1 claims, with lengths', { held: 'claim' }, 108),
  attack('1 claims, chunked', { held: 'chunked claim' }, 108),
  attack('1 claims, expecting 100', { held: 'expecting claim' }, 108),
  attack('1 claims, six keys', { held: 'claim' }, 108, { keys: 6 }),
  attack('2 native memory', { repeated: 'Hangul text' }, 12),
  attack('3 tokenizer, Hangul', { repeated: 'Hangul text' }, 1),
  attack('3 tokenizer, U+1D160', { repeated: 'U+1D160 text' }, 1),
  attack('3 tokenizer, combining marks', { repeated: 'combining marks' }, 1),
  attack('3 tokenizer, one letter', { repeated: 'one letter' }, 1),
  attack('3 tokenizer, blanks', { repeated: 'blanks' }, 1),
  attack('4 cached work, 1500 connections', { repeated: 'empty strings' }, 1_500, { processes: 2 }),
  attack('4 cached work, 256 connections', { repeated: 'empty strings' }, 256),
  attack('4 metrics flood', { repeated: 'metrics' }, 256),
  attack('4 flood of invalid bodies', { repeated: 'invalid body' }, 256),
  attack('5 wide JSON, deep arrays', { repeated: 'deep arrays' }, 4),
  attack('5 wide JSON, empty objects', { repeated: 'empty objects' }, 4),
  attack('5 wide JSON, empty arrays', { repeated: 'empty arrays' }, 4),
  attack('6 idle connections', { held: 'nothing' }, 4_100),
  attack('7 fairness, 1000 texts a request', { repeated: 'many texts' }, 16),
  attack('7 fairness, long texts', { repeated: 'long text' }, 200),
];

/** The attack with so many times the connections; undefined when it has this one size only. */
export function scaleAttack(attack: Attack, factor: number): Attack | undefined {
  if (factor === 1) return attack;
  if (!SCALED_NUMBERS.includes(getNumber(attack))) return undefined;
  return { ...attack, name: `${attack.name}, ${factor}x`, connections: attack.connections * factor };
}

export function getNumber({ name }: Attack): number {
  return Number.parseInt(name, 10);
}

function attack(
  name: string,
  request: AttackJob['request'],
  connections: number,
  { keys = 0, processes = 1 }: { readonly keys?: number; readonly processes?: number } = {},
): Attack {
  return { name, request, connections, processes, keys };
}
