import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi, type Api } from '#libs/testing';
import { KEY } from './drop-in-services.js';

/** The window of the limit: clients that follow Retry-After wait for its end. */
const WINDOW_SECONDS = 2;

/** Starts a service that answers one request of a client in two seconds, for clients that wait until Retry-After is over. */
export async function withBriefLimit<Result>(use: (api: Api) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'brief-limit-'));
  const keyFile = join(folder, 'keys');
  writeFileSync(keyFile, `client:${KEY}\n`);
  const limits = { RATE_LIMIT_REQUESTS: '1', RATE_LIMIT_SECONDS: `${WINDOW_SECONDS}` };
  const api = await startApi({ env: { API_KEYS_FILE: keyFile, MODEL_PROCESSES: '1', ...limits } });
  try {
    return await use(api);
  } finally {
    await api.stop();
    rmSync(folder, { recursive: true });
  }
}
