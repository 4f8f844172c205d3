import { once } from 'node:events';
import { request as sendRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';

export const NDJSON = 'application/x-ndjson';

/** A stream of lines to a service. */
export interface LineExchange {
  readonly upload: ClientRequest;
  readonly response: IncomingMessage;
  /** The answers, one after the other. Ends with the stream. */
  readonly answers: AsyncIterableIterator<unknown>;
  /** Sends values, one a line. Resolves when more may be sent, or the connection is closed. */
  send(...values: readonly unknown[]): Promise<void>;
  /** Reads one answer. @returns undefined at the end */
  next(): Promise<unknown>;
}

/**
 * Opens a stream.
 *
 * @param path `/predict` or `/analyze`
 */
export async function openLines(
  url: string,
  path = '/predict',
  headers: Record<string, string> = {},
): Promise<LineExchange> {
  const upload = sendRequest(url + path, { method: 'POST', headers: { 'content-type': NDJSON, ...headers } });
  upload.flushHeaders();
  const [response] = (await once(upload, 'response')) as [IncomingMessage];
  upload.on('error', () => {});
  const answers = parseLines(response);
  return {
    upload,
    response,
    answers,
    async send(...values) {
      const lines = values.map((value) => `${JSON.stringify(value)}\n`).join('');
      if (!upload.write(lines)) await Promise.race([once(upload, 'drain'), once(upload, 'close')]);
    },
    next: async () => (await answers.next()).value as unknown,
  };
}

/** Sends a whole body as a stream. @returns the answers, or the text of another answer than 200 */
export async function sendLines(
  url: string,
  body: string,
  { path = '/predict', headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; answers: Record<string, unknown>[]; text: string }> {
  const response = await fetch(url + path, { method: 'POST', headers: { 'content-type': NDJSON, ...headers }, body });
  const text = await response.text();
  const lines = response.status === 200 ? text.split('\n').slice(0, -1) : [];
  const answers = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { status: response.status, headers: response.headers, answers, text };
}

async function* parseLines(response: IncomingMessage): AsyncGenerator {
  for await (const line of createInterface({ input: response })) yield JSON.parse(line) as unknown;
}
