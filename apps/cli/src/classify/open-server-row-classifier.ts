import { systemClock } from '#libs/clock';
import { ClientError, SentimentClient, systemClientClock, type ModelInformation } from '#libs/client';
import { readKeyFile } from './read-key-file.js';
import { RetryNotice } from './retry-notice.js';
import type { ServerOptions } from './server-options.js';
import { ServerRowClassifier } from './server-row-classifier.js';

/** A service that restarts is back sooner. A wrong address never is. */
const START_RETRY_MS = 20_000;
/** Longest time without any answer in mid-run: a run of hours outlasts the replacement of a machine. */
const MAX_RETRY_MS = 600_000;
/** The service itself gives up after REQUEST_TIMEOUT_MS. */
const REQUEST_TIMEOUT_MS = 60_000;
const UNAUTHORIZED = 401;

/**
 * Connects to a service.
 *
 * @param neutral whether the answers have the neutral label too
 * @throws Error when the service cannot be reached, refuses the key, or has no neutral label to ask for
 */
export async function openServerRowClassifier(
  { url, keyFile }: ServerOptions,
  neutral: boolean,
): Promise<ServerRowClassifier> {
  const notice = new RetryNotice(process.stderr, systemClock);
  const client = new SentimentClient({
    url,
    apiKey: keyFile === undefined ? undefined : await readKeyFile(keyFile),
    timeoutMs: REQUEST_TIMEOUT_MS,
    maxRetryMs: MAX_RETRY_MS,
    onRetry: (error, delayMs) => {
      notice.show(error, delayMs);
    },
  });
  const model = await describeModel(client, keyFile);
  return new ServerRowClassifier({ client, clock: systemClientClock, model, neutral });
}

async function describeModel(client: SentimentClient, keyFile: string | undefined): Promise<ModelInformation> {
  try {
    return await client.getModel({ maxRetryMs: START_RETRY_MS });
  } catch (error) {
    if (!(error instanceof ClientError) || error.status !== UNAUTHORIZED) throw error;
    throw new Error(
      keyFile === undefined
        ? 'the service asks for an API key: name a file with it by --key-file'
        : `the service refuses the API key in the first line of ${keyFile}`,
      { cause: error },
    );
  }
}
