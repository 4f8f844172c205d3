import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '#libs/clock';
import type { PendingResponses } from './pending-responses.js';

/** Most requests are answered before. The delay doubles from probe to probe. */
const FIRST_PROBE_DELAY_MS = 100;

/**
 * Answers clients that close their sending half after the request (RFC 9112, section 9.6). A client that has left looks
 * the same until bytes are sent to it. So while the answer takes longer than 100 ms, interim responses (`102 Processing`)
 * are sent: the system of a client that has left rejects the first one, a later one fails for that reason, and the
 * failure closes the connection and cancels the request. (Node does not see the rejection itself, because it does not
 * read after the end of the input.)
 */
export function answerHalfClosedClients(server: Server, pending: PendingResponses, clock: Clock): void {
  // Node does not document this property. Without it Node closes the sending half as soon as the client has closed its own (Node 20 to 24).
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('connection', (socket: Socket) => {
    socket.once('end', () => {
      if (pending.list(socket).length > 0) probe(socket, pending, clock);
    });
  });
}

function probe(socket: Socket, pending: PendingResponses, clock: Clock): void {
  let delayMs = FIRST_PROBE_DELAY_MS;
  const schedule = () =>
    clock.after(delayMs, () => {
      const [response] = pending.list(socket);
      // HTTP/1.0 has no interim responses.
      if (!response || response.headersSent || response.req.httpVersion === '1.0') return;
      response.writeProcessing();
      delayMs *= 2;
      cancelProbe = schedule();
    });
  let cancelProbe = schedule();
  socket.once('close', () => {
    cancelProbe();
  });
}
