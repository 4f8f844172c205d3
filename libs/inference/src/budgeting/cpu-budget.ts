/** How many CPUs there are for this process, and what its owner wants. */
export interface CpuSupply {
  /** CPUs that the scheduler may place it on. */
  readonly cores: number;
  /** CPU time that its control groups allow, in CPUs; undefined for no limit. */
  readonly quota: number | undefined;
  /** Explicit settings; 0 leaves it to the budget. */
  readonly wantedProcesses: number;
  readonly wantedThreads: number;
}

/** The one division of the CPU; nothing else counts cores. */
export interface CpuBudget {
  readonly modelProcesses: number;
  /** Threads that ONNX Runtime computes with in each of them. */
  readonly threadsPerProcess: number;
  /** One line for the log. */
  readonly description: string;
}

/**
 * Divides the CPU: a model process for every CPU, half ones rounded up, at least one (measured: at 1.5 CPU two
 * processes serve a fifth more than one, at 1 CPU a tenth less). The tokenizer and the event loop take what they
 * need from the same CPUs: together about a tenth of what a text costs. Spinning is always off: a thread that waits
 * busily takes time from the other processes, and from the quota.
 */
export function divideCpu({ cores, quota, wantedProcesses, wantedThreads }: CpuSupply): CpuBudget {
  const cpus = Math.min(cores, quota ?? cores);
  const modelProcesses = wantedProcesses || Math.max(1, Math.round(cpus));
  const threadsPerProcess = wantedThreads || 1;
  const supply = quota === undefined || quota >= cores ? plural(cores, 'core') : `quota ${round(quota)} CPU`;
  const split = `${plural(modelProcesses, 'model process', 'es')} x ${plural(threadsPerProcess, 'thread')}`;
  return { modelProcesses, threadsPerProcess, description: `${supply} -> ${split}, spinning off` };
}

function plural(count: number, noun: string, ending = 's'): string {
  return `${count} ${noun}${count === 1 ? '' : ending}`;
}

function round(cpus: number): number {
  return Math.round(cpus * 100) / 100;
}
