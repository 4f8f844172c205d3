import { AB_CONNECTIONS, type AbRun } from './ab-run.js';
import { median, spread } from './statistics.js';
import type { Overload } from './overload.js';
import { CASES, type OneText, type Beside, type Round, type Sample } from './rounds.js';

/** One line: a name, and what was measured. */
export const print = (name: string, value: string): boolean => process.stdout.write(`${name.padEnd(36)}${value}\n`);

/** Every round's figures, as medians with their spread. */
export function printRounds(rounds: readonly Round[]): void {
  const sizes = [...(rounds[0]?.limits.keys() ?? [])];
  const getLimit = (size: number) => rounds.map(({ limits }) => limits.get(size) ?? Number.NaN);
  print('limit: bare sessions', sizes.map((size) => `${size} a run ${spread(getLimit(size), '/s')}`).join('; '));
  printOneText(rounds.map(({ oneText }) => oneText));
  for (const { name } of CASES) printCase(name, getSamples(rounds, name));
  printBeside(rounds.map(({ beside }) => beside));
  const control = CASES.flatMap(({ name }) => getSamples(rounds, name)).map((sample) => sample.controlHealthP99Ms);
  print('/health p99 of a bare Nest route', spread(control, 'ms', 1));
}

export function printAbRuns(name: string, abRuns: readonly AbRun[]): void {
  const ours = abRuns.map(({ textsPerSecond }) => textsPerSecond);
  const theirs = abRuns.map(({ rivalTextsPerSecond }) => rivalTextsPerSecond);
  const ratios = abRuns.map(({ textsPerSecond, rivalTextsPerSecond }) => textsPerSecond / rivalTextsPerSecond);
  print(name, `${AB_CONNECTIONS} connections: ${spread(ours, 'texts/s')} to its ${spread(theirs, 'texts/s')}`);
  print('', `ratio of each round ${spread(ratios, '', 2)}`);
}

/** What a case came to, round by round. */
export function getSamples(rounds: readonly Round[], name: string): Sample[] {
  return rounds.flatMap(({ samples }) => samples.get(name) ?? []);
}

function printOneText(samples: readonly OneText[]): void {
  const of = (field: keyof OneText) => `${median(samples.map((sample) => sample[field])).toFixed(2)} ms`;
  const bare = `bare ${of('bareOneThreadMs')} on one thread, ${of('bareAllThreadsMs')} on all`;
  print('one text, one connection: p50', `${of('httpMs')}; ${bare}`);
}

function printCase(name: string, samples: readonly Sample[]): void {
  const all = (field: keyof Sample) => samples.map((sample) => sample[field]);
  const of = (field: keyof Sample, digits = 0) => median(all(field)).toFixed(digits);
  print(name, `${spread(all('textsPerSecond'), 'texts/s')}, of the limit ${spread(all('toLimit'), '', 2)}`);
  const cpu = `CPU a request: server ${of('serverCpuUs')} us, wrk ${of('generatorCpuUs')} us`;
  print('', `p50 ${of('p50Ms', 1)}, p90 ${of('p90Ms', 1)}, p99 ${of('p99Ms', 1)} ms; ${cpu}`);
  print('', `/health p99 ${of('healthP99Ms', 1)} ms, event-loop delay p99 ${of('eventLoopP99Ms', 1)} ms`);
}

function printBeside(samples: readonly Beside[]): void {
  const of = (field: keyof Beside) => `${median(samples.map((sample) => sample[field])).toFixed(0)} ms`;
  const beside = `${of('besideP99Ms')} beside a client of 512-token texts (a bare run of one: ${of('longRunMs')})`;
  print('16 short clients, p99', `${of('aloneP99Ms')} alone, ${beside}`);
}

/** @param capacity accepted texts a second without overload */
export function printOverload(name: string, overload: Overload, capacity: number): void {
  const share = (overload.acceptedTextsPerSecond / capacity).toFixed(2);
  print(name, `accepted ${overload.acceptedTextsPerSecond.toFixed(0)} texts/s, ${share} of capacity`);
  let answers = 0;
  for (const [status, { count, p50Ms, p99Ms, maxMs }] of Object.entries(overload.byStatus)) {
    answers += count;
    print('', `${status}: ${count}, p50 ${p50Ms.toFixed(0)}, p99 ${p99Ms.toFixed(0)}, max ${maxMs.toFixed(0)} ms`);
  }
  const perAnswer = (cpuMs: number): string => `${((cpuMs * 1_000) / answers).toFixed(0)} us`;
  const cpu = `CPU an answer: server ${perAnswer(overload.serverCpuMs)}, generator ${perAnswer(overload.generatorCpuMs)}`;
  const after = `afterwards ${overload.afterwardsMs.toFixed(0)} ms`;
  print(
    '',
    `no answer ${overload.failures}, not sent ${overload.unsent}; ${cpu}; peak ${overload.peakMegabytes.toFixed(0)} MB; ${after}`,
  );
}
