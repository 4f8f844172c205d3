import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, postJson, repository, startApi } from '#libs/testing';
import { readAddress } from './read-address.js';

/** Starts the built service so many times and measures until its first answer, in milliseconds. */
export async function measureStarts(count: number): Promise<number[]> {
  const startsMs: number[] = [];
  for (let start = 0; start < count; start++) {
    const beginMs = performance.now();
    const api = await startApi({ untilReady: false });
    while (!(await answers(api.url))) await sleep(5);
    startsMs.push(performance.now() - beginMs);
    await api.stop();
  }
  return startsMs;
}

async function answers(url: string): Promise<boolean> {
  const response = await postJson(url, { text: ['This is fun'] });
  await response.arrayBuffer();
  return response.status === 200;
}

/** The event-loop delay since the last call, of a service that runs with `event-loop-delay.js`. */
export function eventLoopDelay(api: Api): Promise<{ p50Ms: number; p99Ms: number; maxMs: number }> {
  return new Promise((resolve) => {
    const onData = (chunk: Buffer) => {
      const figures = /event-loop-delay (\{.*\})/.exec(chunk.toString())?.[1];
      if (figures === undefined) return;
      api.process.stderr?.off('data', onData);
      resolve(JSON.parse(figures) as { p50Ms: number; p99Ms: number; maxMs: number });
    };
    api.process.stderr?.on('data', onData);
    api.process.kill('SIGUSR2');
  });
}

/** The control: a Nest route that does nothing, in a process of its own. */
export async function startBareNest(): Promise<{ url: string; stop: () => void }> {
  const child = spawn(process.execPath, [join(repository, 'dist/e2e/load/bare-nest.js')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { url: await readAddress(child), stop: () => child.kill() };
}
