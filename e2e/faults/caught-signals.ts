import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { vi } from 'vitest';
import { WAIT_LIMIT_MS } from '../wait-limit.js';

/** The sets of signals that Linux keeps for a process: signals with a handler, and signals that wait for delivery. */
type SignalSet = 'SigCgt' | 'ShdPnd';

function isInSet(processId: number, set: SignalSet, signal: NodeJS.Signals): boolean {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  const mask = BigInt(`0x${new RegExp(`^${set}:\\s+(\\w+)`, 'm').exec(status)?.[1] ?? '0'}`);
  return (mask & (1n << BigInt(constants.signals[signal] - 1))) !== 0n;
}

/**
 * Waits until the first instruction of the service has run. SIGUSR2 is the last signal that it handles, and Node itself
 * does not handle it. (Node handles SIGTERM before, to reset a terminal.)
 */
export async function untilSignalsHandled(processId: number): Promise<void> {
  await vi.waitFor(
    () => {
      if (!isInSet(processId, 'SigCgt', 'SIGUSR2')) throw new Error(`process ${processId} handles no signals`);
    },
    { timeout: WAIT_LIMIT_MS, interval: 1 },
  );
}

/**
 * Waits until a signal that was sent to a process has been delivered. The process runs its handler in the next turn of
 * its event loop: before it answers a later request.
 */
export async function untilSignalDelivered(processId: number, signal: NodeJS.Signals): Promise<void> {
  await vi.waitFor(
    () => {
      if (isInSet(processId, 'ShdPnd', signal)) throw new Error(`${signal} of process ${processId} is pending`);
    },
    { timeout: WAIT_LIMIT_MS, interval: 1 },
  );
}
