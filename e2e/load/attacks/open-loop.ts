import { setTimeout as sleep } from 'node:timers/promises';

/** Calls so many times a second, whatever the calls before do, and waits for them all in the end. */
export async function openLoop<Result>(
  perSecond: number,
  seconds: number,
  call: () => Promise<Result>,
): Promise<Result[]> {
  const pending: Promise<Result>[] = [];
  const startMs = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    const waitMs = startMs + (index * 1_000) / perSecond - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    pending.push(call());
  }
  return Promise.all(pending);
}
