import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Clock } from '#libs/clock';

/** Longest body whose rest is read after the answer to keep the connection; as in Go's net/http. */
const MAX_READ_BYTES = 256 * 1024;
/** For that rest. */
const READ_LIMIT_MS = 5_000;

/** Whether the answer to a request is its connection's last one, because its body is not read to the end. */
export function mustCloseAfter(request: IncomingMessage): boolean {
  return !request.complete && Number(request.headers['content-length'] ?? Infinity) > MAX_READ_BYTES;
}

export interface UnreadBodyOptions {
  readonly clock: Clock;
  /** Calls the action when Node has parsed the bytes that have arrived; `setImmediate`. */
  readonly afterParsing: (action: () => void) => void;
}

/**
 * Bounds the rest of a body that arrives after the answer to its request, such as a refusal. The rest of a short body is
 * read within 5 s; a connection with a longer one is closed. (Node would read any body to its end to keep the connection.)
 */
export function limitUnreadBodies(server: Server, { clock, afterParsing }: UnreadBodyOptions): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    response.once('finish', () => {
      if (request.complete) return;
      const { socket } = request;
      if (mustCloseAfter(request)) {
        socket.destroySoon();
        return;
      }
      // Most bodies have arrived with their head, and Node just parses their end. A timer for each of them would keep the
      // request in memory: 140 MB at 5,000 refusals a second.
      afterParsing(() => {
        if (request.complete) return;
        const cancelClose = clock.after(READ_LIMIT_MS, () => {
          // A body that was read has no event for its end.
          if (!request.complete) socket.destroySoon();
        });
        request.once('end', cancelClose);
        request.once('close', cancelClose);
      });
    });
  });
}
