/**
 * How lines are sent: `stream`, one request that is sent while its answer is read; `requests`, one request after the other, each with
 * some lines.
 */
export type LineTransfer = 'stream' | 'requests';

/** The part of a runtime that tells what it can do. */
export interface RuntimeScope {
  readonly navigator?: { readonly userAgent?: string } | undefined;
  readonly process?: { readonly versions?: { readonly node?: string } } | undefined;
  readonly Request?: typeof globalThis.Request;
  readonly ReadableStream?: typeof globalThis.ReadableStream;
}

const TRANSFERS: readonly unknown[] = ['stream', 'requests'] satisfies LineTransfer[];
/** Runtimes whose `fetch` gives the answer while it still sends the request. */
const DUPLEX_AGENT = /^(Node\.js|Deno|Bun)\/|^Cloudflare-Workers$/;

/**
 * @param transfer the choice of the caller; undefined for what the runtime can do
 * @throws RangeError for another value
 */
export function chooseLineTransfer(transfer: LineTransfer | undefined): LineTransfer {
  if (transfer === undefined) return detectLineTransfer();
  if (!TRANSFERS.includes(transfer)) throw new RangeError("transfer must be 'stream' or 'requests'");
  return transfer;
}

/**
 * The way that works in this runtime. No feature tells whether `fetch` gives the answer before it has sent the request: browsers that
 * can send streams do not. So only the runtimes where that was measured get `stream`, and all others get `requests`.
 */
export function detectLineTransfer(scope: RuntimeScope = globalThis): LineTransfer {
  const agent = scope.navigator?.userAgent;
  // Node 20 has no navigator.
  const isDuplex = agent === undefined ? scope.process?.versions?.node !== undefined : DUPLEX_AGENT.test(agent);
  return isDuplex && canSendStreams(scope) ? 'stream' : 'requests';
}

/** Runtimes without streams as bodies send `[object ReadableStream]`, with the Content-Type of a text. */
function canSendStreams({ Request, ReadableStream }: RuntimeScope): boolean {
  if (!Request || !ReadableStream) return false;
  const read: string[] = [];
  try {
    const init = {
      method: 'POST',
      body: new ReadableStream(),
      get duplex() {
        read.push('duplex');
        return 'half' as const;
      },
    };
    const { headers } = new Request('http://localhost', init);
    return read.length > 0 && !headers.has('Content-Type');
  } catch {
    return false;
  }
}
