import { request } from 'node:http';

export interface Question {
  readonly port: number;
  readonly localAddress: string;
  readonly path: string;
  readonly timeoutMs: number;
  /** Sent with POST; without one the method is GET. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  /** Of the whole answer, or why there was none: `timeout`, or the code of an error. */
  readonly outcome: string;
  readonly ms: number;
}

/** Asks on a connection of its own, and measures from before it is opened to the last byte of the answer. */
export function ask({ body, headers, timeoutMs, ...target }: Question): Promise<Reply> {
  return new Promise((resolve) => {
    const startMs = performance.now();
    const settle = (outcome: string) => {
      clearTimeout(timer);
      outgoing.destroy();
      resolve({ outcome, ms: performance.now() - startMs });
    };
    const method = body === undefined ? 'GET' : 'POST';
    const outgoing = request({ ...target, host: '127.0.0.1', agent: false, method, headers: { ...headers } });
    const timer = setTimeout(() => settle('timeout'), timeoutMs);
    outgoing.on('response', (response) => {
      response.resume();
      response.once('end', () => settle(String(response.statusCode)));
      response.once('error', (error) => settle(describe(error)));
    });
    outgoing.on('error', (error) => settle(describe(error)));
    outgoing.end(body);
  });
}

function describe(error: Error): string {
  return 'code' in error ? String(error.code) : error.name;
}
