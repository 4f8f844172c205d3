import type { AttackFigures } from './figures.js';
import type { Difference } from './parties.js';

const MOST_MEBIBYTES = 700;
const LEAST_ANSWERED = 0.99;
/** Where attackers and polite client share an address. */
const LEAST_ANSWERED_AT_ONE_ADDRESS = 0.95;
/** The attacks that leave a client of the same address its answers. */
const NUMBERS_AT_ONE_ADDRESS = [1, 3, 5];
const MOST_TIMES_ALONE = 10;
const UNNOTICED_MS = 100;

/** A condition that an attack has to leave true. */
export interface PassLine {
  readonly condition: string;
  readonly measured: string;
  readonly isPassed: boolean;
}

/** The conditions for this attack, each with what was measured. */
export function checkPassLines(figures: AttackFigures, difference: Difference): PassLine[] {
  const { polite, service, number, aloneP50Ms } = figures;
  const share = polite.answered / polite.sent;
  const answered = (least: number): PassLine => {
    const measured = `${(share * 100).toFixed(1)} % (${polite.answered} of ${polite.sent})${list(polite.others)}`;
    return { condition: `polite answered 200 >= ${least * 100} %`, measured, isPassed: share >= least };
  };
  const common: PassLine[] = [
    { condition: 'no exit', measured: service.ending ?? 'runs', isPassed: service.ending === undefined },
    {
      condition: `memory < ${MOST_MEBIBYTES} MiB`,
      measured: `${service.peakMebibytes.toFixed(0)} MiB, ${service.oomKills} processes killed by the limit`,
      isPassed: service.peakMebibytes < MOST_MEBIBYTES,
    },
    { condition: 'no late 200', measured: String(polite.late), isPassed: polite.late === 0 },
    {
      condition: 'no probe failure',
      measured: `${sum(polite.failedProbes)} of ${polite.probes}${list(polite.failedProbes)}`,
      isPassed: sum(polite.failedProbes) === 0,
    },
  ];
  if (difference === 'nothing') {
    return NUMBERS_AT_ONE_ADDRESS.includes(number) ? [...common, answered(LEAST_ANSWERED_AT_ONE_ADDRESS)] : common;
  }
  const mostMs = Math.max(MOST_TIMES_ALONE * aloneP50Ms, UNNOTICED_MS);
  const p50: PassLine = {
    condition: `polite p50 <= ${mostMs.toFixed(0)} ms`,
    measured: `${polite.answered > 0 ? polite.p50Ms.toFixed(0) : '-'} ms, alone ${aloneP50Ms.toFixed(0)} ms`,
    isPassed: polite.p50Ms <= mostMs,
  };
  return [...common, answered(LEAST_ANSWERED), p50];
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function list(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([what, count]) => `${what} x ${count}`);
  return parts.length > 0 ? `: ${parts.join(', ')}` : '';
}
