import { readFileSync } from 'node:fs';

/** Linux reports CPU time in ticks of this length on every architecture that Node runs on. */
const TICK_MS = 10;

/** CPU time of a process so far, all threads, user and system; undefined when it is gone. */
export function processCpuMs(processId: number): number | undefined {
  try {
    const [, fields = ''] = readFileSync(`/proc/${processId}/stat`, 'utf8').split(/\) (?=[A-Z] )/);
    const [userTicks, systemTicks] = fields.split(' ').slice(11, 13).map(Number);
    return ((userTicks ?? 0) + (systemTicks ?? 0)) * TICK_MS;
  } catch {
    return undefined;
  }
}

/** Proportional set size of processes, in MB (10^6): shared pages are counted once among those who share them. */
export function proportionalMegabytes(processIds: readonly number[]): number {
  const kibibytes = processIds.map((id) => {
    const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1]);
  });
  return (kibibytes.reduce((sum, each) => sum + each, 0) * 1_024) / 1e6;
}
