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

/**
 * Bounds the rest of a body that arrives after the answer to its request, such as a refusal. The rest of a short body is
 * read within 5 s; a connection with a longer one is closed. (Node would read any body to its end to keep the connection.)
 */
export function limitUnreadBodies(server: Server, clock: Clock): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    response.once('finish', () => {
      if (request.complete) return;
      const { socket } = request;
      if (mustCloseAfter(request)) {
        socket.destroySoon();
        return;
      }
      const cancelClose = clock.after(READ_LIMIT_MS, () => {
        socket.destroySoon();
      });
      // Node announces the end of a body after the answer to a request that is refused at its head, even if all bytes have
      // arrived. A timer that is left would keep the request in memory: 150 MB at 5,000 refusals a second.
      request.once('end', cancelClose);
      request.once('close', cancelClose);
    });
  });
}
