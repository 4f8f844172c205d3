/** How many CPUs there are for this process, and what its owner wants. */
export interface CpuSupply {
  /** CPUs that the scheduler may place it on. */
  readonly cores: number;
  /** CPU time that its control groups allow, in CPUs; undefined for no limit. */
  readonly quota: number | undefined;
  /** Explicit settings; 0 leaves it to the budget. */
  readonly wantedWorkers: number;
  readonly wantedThreads: number;
}

/** The one division of the CPU; nothing else counts cores. */
export interface CpuBudget {
  readonly workers: number;
  /** Threads that ONNX Runtime computes with in each of them. */
  readonly threadsPerWorker: number;
  /** Threads of a run that has the machine to itself; 0 where that gains nothing. */
  readonly soloThreads: number;
  /** One line for the log. */
  readonly description: string;
}

/** A text of twenty tokens has no work for more. */
const SOLO_THREADS = 2;

/**
 * Divides the CPU: a model process for every CPU, half ones rounded up, at least one (measured: at 1.5 CPU two
 * processes serve a fifth more than one, at 1 CPU a tenth less). The tokenizer and the event loop take what they
 * need from the same CPUs: together about a tenth of what a text costs. Spinning is off: a thread that waits busily
 * takes time from the other processes, and from the quota. The exception is a text that finds nobody else in the
 * house: with two CPUs or more it runs on two threads, which spin for the two milliseconds that it takes.
 */
export function divideCpu({ cores, quota, wantedWorkers, wantedThreads }: CpuSupply): CpuBudget {
  const cpus = Math.min(cores, quota ?? cores);
  const workers = wantedWorkers || Math.max(1, Math.round(cpus));
  const threadsPerWorker = wantedThreads || 1;
  const isFree = wantedWorkers === 0 && wantedThreads === 0;
  const soloThreads = isFree && cpus >= SOLO_THREADS ? SOLO_THREADS : 0;
  const supply = quota === undefined || quota >= cores ? plural(cores, 'core') : `a quota of ${round(quota)} CPU`;
  const each = workers > 1 ? ' each' : '';
  const split = `${plural(workers, 'model process', 'es')} with ${plural(threadsPerWorker, 'thread')}${each}`;
  const alone = soloThreads > 0 ? `, and ${soloThreads} threads for a text that arrives alone` : '';
  return { workers, threadsPerWorker, soloThreads, description: `${supply}: ${split}${alone}` };
}

function plural(count: number, noun: string, ending = 's'): string {
  return `${count} ${noun}${count === 1 ? '' : ending}`;
}

function round(cpus: number): number {
  return Math.round(cpus * 100) / 100;
}
