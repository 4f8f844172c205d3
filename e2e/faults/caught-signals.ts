import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process has a handler for a signal, as Linux sees it. */
function catchesSignal(processId: number, signal: NodeJS.Signals): boolean {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  const mask = BigInt(`0x${/^SigCgt:\s+(\w+)/m.exec(status)?.[1] ?? '0'}`);
  return (mask & (1n << BigInt(constants.signals[signal] - 1))) !== 0n;
}

/**
 * Waits until the first instruction of the service has run. SIGUSR2 is the last signal that it handles, and Node itself
 * does not handle it. (Node handles SIGTERM before, to reset a terminal.)
 */
export async function untilSignalsHandled(processId: number): Promise<void> {
  while (!catchesSignal(processId, 'SIGUSR2')) await sleep(1);
}
