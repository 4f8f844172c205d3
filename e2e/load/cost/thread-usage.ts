import { readdirSync, readFileSync } from 'node:fs';

const US_PER_NS = 1e-3;

/** CPU time so far, in microseconds. */
export interface ThreadUsage {
  readonly mainUs: number;
  /** All other threads: those of libuv's pool, of the tokenizer and of V8. */
  readonly helpersUs: number;
}

/** CPU time of a process by its threads. */
export function threadUsage(processId: number): ThreadUsage {
  let [mainUs, helpersUs] = [0, 0];
  for (const thread of readdirSync(`/proc/${processId}/task`)) {
    const [ranNs] = readFileSync(`/proc/${processId}/task/${thread}/schedstat`, 'utf8').split(' ');
    const ranUs = Number(ranNs) * US_PER_NS;
    if (thread === String(processId)) mainUs += ranUs;
    else helpersUs += ranUs;
  }
  return { mainUs, helpersUs };
}
