import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request as a client sent it, and the answer with which that client was content. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  /** In their order, with the spelling of the client. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string;
  /** Instead of `body`, if that is no text. */
  readonly body_base64?: string;
  readonly answered: { readonly status: number; readonly body?: unknown };
}

export interface ReplayedAnswer {
  readonly status: number | undefined;
  readonly contentType: string | undefined;
  /** The value of a JSON answer, else its text. */
  readonly body: unknown;
}

/** Sends the bytes of a recorded request to a service. @param path instead of the recorded one */
export async function replay(url: string, recorded: RecordedRequest, path = recorded.path): Promise<ReplayedAnswer> {
  const { hostname, port } = new URL(url);
  const { method } = recorded;
  // With its own Host, and without headers that Node adds.
  const sent = request({
    hostname,
    port,
    method,
    path,
    headers: recorded.headers.flat(),
    setHost: false,
    agent: false,
  });
  const answered = new Promise<ReplayedAnswer>((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (response) => {
      const contentType = response.headers['content-type'];
      text(response).then((body) => {
        resolve({ status: response.statusCode, contentType, body: isJson(contentType) ? JSON.parse(body) : body });
      }, reject);
    });
  });
  sent.end(readBody(recorded));
  return await answered;
}

export function readBody({ body = '', body_base64: base64 }: RecordedRequest): Buffer {
  return base64 === undefined ? Buffer.from(body) : Buffer.from(base64, 'base64');
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/(x-amz-)?json/.test(contentType ?? '');
}
