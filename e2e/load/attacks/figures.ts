import { quantile } from '../statistics.js';
import type { AttackCounts } from './attack-job.js';
import type { PoliteResult } from './polite-job.js';

/** Deadline of the service by default, and a moment for the way of the answer. */
const LATEST_ANSWER_MS = 10_250;
const OK = '200';

/** What the polite process met. */
export interface PoliteFigures {
  readonly sent: number;
  readonly answered: number;
  /** Of the requests that were answered 200. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Answers 200 past the deadline. */
  readonly late: number;
  /** Requests that were not answered 200, by what became of them. */
  readonly others: Readonly<Record<string, number>>;
  readonly probes: number;
  /** Probes that were not answered 200 in time, by path and outcome. */
  readonly failedProbes: Readonly<Record<string, number>>;
}

/** What the machine and the service came to while the attack lasted. */
export interface ServiceFigures {
  /** How the service has ended; undefined while it runs. */
  readonly ending: string | undefined;
  readonly peakMebibytes: number;
  readonly kernelPeakMebibytes: number;
  readonly oomKills: number;
  readonly loopDelayMs: number;
  /** CPU time as a share of all cores' time, 0 to 1. */
  readonly serviceCpuShare: number;
  readonly attackerCpuShare: number;
}

export interface AttackFigures {
  readonly number: number;
  readonly name: string;
  readonly aloneP50Ms: number;
  readonly polite: PoliteFigures;
  readonly service: ServiceFigures;
  readonly attackers: AttackCounts;
}

export function toPoliteFigures({ replies, probes }: PoliteResult): PoliteFigures {
  const answered = replies.filter(({ outcome }) => outcome === OK).map(({ ms }) => ms);
  return {
    sent: replies.length,
    answered: answered.length,
    p50Ms: quantile(answered, 0.5),
    p99Ms: quantile(answered, 0.99),
    maxMs: quantile(answered, 1),
    late: answered.filter((ms) => ms > LATEST_ANSWER_MS).length,
    others: count(replies.map(({ outcome }) => outcome).filter((outcome) => outcome !== OK)),
    probes: probes.length,
    failedProbes: count(
      probes.filter(({ outcome }) => outcome !== OK).map(({ path, outcome }) => `${path} ${outcome}`),
    ),
  };
}

function count(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
