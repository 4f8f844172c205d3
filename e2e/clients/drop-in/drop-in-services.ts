import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, postJson, startApi, UNCACHED } from '#libs/testing';
import { metricSum, readMetrics } from '../../metrics-page.js';

/** A key that the service with keys knows. */
export const KEY = 'first-0123456789abcdef';
export const WRONG_KEY = 'other-0123456789abcdef';
const RATE_LIMIT = { RATE_LIMIT_REQUESTS: '1', RATE_LIMIT_SECONDS: '86400' };
/** Their few requests do not need two. */
const ONE_PROCESS = { MODEL_PROCESSES: '1' };

/** The services that the tests of a client share. */
export class DropInServices {
  private constructor(
    /** Answers everyone, from the model. */
    readonly open: Api,
    readonly withKeys: Api,
    /** Has answered the one request that its rate limit allows, and answers 429 to each further one. */
    readonly overloaded: Api,
    private readonly folder: string,
  ) {}

  static async start(): Promise<DropInServices> {
    const folder = mkdtempSync(join(tmpdir(), 'drop-in-'));
    const keyFile = join(folder, 'keys');
    writeFileSync(keyFile, `client:${KEY}\n`);
    const [open, withKeys, overloaded] = await Promise.all([
      startApi({ env: UNCACHED }),
      startApi({ env: { API_KEYS_FILE: keyFile, ...ONE_PROCESS } }),
      startApi({ env: { ...RATE_LIMIT, ...ONE_PROCESS } }),
    ]);
    await postJson(overloaded.url, { text: ['This is fun'] });
    return new DropInServices(open, withKeys, overloaded, folder);
  }

  async stop(): Promise<void> {
    await Promise.all([this.open.stop(), this.withKeys.stop(), this.overloaded.stop()]);
    rmSync(this.folder, { recursive: true });
  }
}

/** The requests for predictions that have reached a service. */
export async function countRequests({ url }: Api): Promise<number> {
  return metricSum(await readMetrics(url), 'http_request_duration_seconds_count', { method: 'POST' });
}
