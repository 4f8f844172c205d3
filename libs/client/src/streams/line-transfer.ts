/**
 * How lines are sent: `stream`, one request that is sent while its answer is read; `requests`, one request after the other, each with
 * some lines.
 */
export type LineTransfer = 'stream' | 'requests';

/** The part of a runtime that tells what it can do. */
export interface RuntimeScope {
  readonly navigator?: { readonly userAgent?: string } | undefined;
  readonly Request: typeof globalThis.Request;
  readonly ReadableStream: typeof globalThis.ReadableStream;
}

/** Runtimes whose `fetch` gives the answer while it still sends the request. */
const DUPLEX_AGENT = /^(Node\.js|Deno|Bun)\/|^Cloudflare-Workers$/;

/**
 * The way that works in this runtime. No feature tells whether `fetch` gives the answer before it has sent the request: browsers that
 * can send streams do not. So only runtimes where that was measured get `stream`.
 */
export function detectLineTransfer(scope: RuntimeScope = globalThis): LineTransfer {
  // Node 20 and edge-runtime have no navigator. Browsers have one.
  const agent = scope.navigator?.userAgent;
  const isDuplex = agent === undefined || DUPLEX_AGENT.test(agent);
  return isDuplex && canSendStreams(scope) ? 'stream' : 'requests';
}

/** Runtimes without streams as bodies send `[object ReadableStream]`, with the Content-Type of a text. */
function canSendStreams({ Request, ReadableStream }: RuntimeScope): boolean {
  const read: string[] = [];
  const init = {
    method: 'POST',
    body: new ReadableStream(),
    get duplex() {
      read.push('duplex');
      return 'half' as const;
    },
  };
  try {
    const { headers } = new Request('http://localhost', init);
    return read.length > 0 && !headers.has('Content-Type');
  } catch {
    return false;
  }
}
