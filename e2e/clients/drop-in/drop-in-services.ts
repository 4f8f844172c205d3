import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, startApi, UNCACHED } from '#libs/testing';
import { metricSum, readMetrics } from '../../metrics-page.js';

const MAX_REQUESTS = 20;
/** A key that the guarded service knows. */
export const KEY = 'first-0123456789abcdef';
/** The key of a client that has sent all requests that the guarded service allows it. */
export const BUSY_KEY = 'second-0123456789abcdef';
export const WRONG_KEY = 'other-0123456789abcdef';
/** What a client sees that has sent too many requests. */
export const TOO_MANY_REQUESTS = `A client may send at most ${MAX_REQUESTS} requests`;

/** The services that the tests of a client share. */
export class DropInServices {
  private constructor(
    /** Answers everyone, from the model. */
    readonly open: Api,
    /** Asks for keys, and has a rate limit that no test reaches with KEY or WRONG_KEY. */
    readonly guarded: Api,
    private readonly folder: string,
  ) {}

  static async start(): Promise<DropInServices> {
    const folder = mkdtempSync(join(tmpdir(), 'drop-in-'));
    const keyFile = join(folder, 'keys');
    writeFileSync(keyFile, `client:${KEY}\nbusy:${BUSY_KEY}\n`);
    const limits = { RATE_LIMIT_REQUESTS: `${MAX_REQUESTS}`, RATE_LIMIT_SECONDS: '86400' };
    const [open, guarded] = await Promise.all([
      startApi({ env: UNCACHED }),
      startApi({ env: { API_KEYS_FILE: keyFile, MODEL_PROCESSES: '1', ...limits } }),
    ]);
    const services = new DropInServices(open, guarded, folder);
    await exhaustLimit(guarded);
    return services;
  }

  async stop(): Promise<void> {
    await Promise.all([this.open.stop(), this.guarded.stop()]);
    rmSync(this.folder, { recursive: true });
  }
}

async function exhaustLimit({ url }: Api): Promise<void> {
  const headers = { 'x-api-key': BUSY_KEY };
  await Promise.all(Array.from({ length: MAX_REQUESTS }, () => fetch(`${url}/model`, { headers })));
}

/** Sends requests without a key until the limit of their address is reached: that of clients whose requests are signed. */
export async function exhaustAddressLimit({ url }: Api): Promise<void> {
  while ((await fetch(`${url}/model`)).status !== 429);
}

/** The requests for predictions that have reached a service. */
export async function countRequests({ url }: Api): Promise<number> {
  return metricSum(await readMetrics(url), 'http_request_duration_seconds_count', { method: 'POST' });
}
