import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '#libs/clock';
import type { PendingResponses } from './pending-responses.js';

/** How long a client may go on sending after its answer. */
const LIMIT_MS = 15_000;
/** How long a client may be silent after its answer before the connection is closed. */
const SILENCE_LIMIT_MS = 2_000;
const CHECK_INTERVAL_MS = 500;
/** Of what a client sends and the service does not read. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

/** The bytes that were discarded of a connection. */
export interface Discarded {
  bytes: number;
}

const discardedBySocket = new WeakMap<Socket, Discarded>();
const lingering = new WeakSet<Socket>();

/**
 * Discards from now on what arrives on a connection, instead of parsing it. Past 16 MiB the connection is closed.
 *
 * @returns the count, which grows with each chunk
 */
export function discardInput(socket: Socket): Discarded {
  const known = discardedBySocket.get(socket);
  if (known) return known;
  const discarded: Discarded = { bytes: 0 };
  discardedBySocket.set(socket, discarded);
  socket.removeAllListeners('data');
  // For a connection of a server, the first listener takes it from Node's parser, which reads below the stream.
  socket.on('data', (chunk: Buffer) => {
    discarded.bytes += chunk.length;
    if (discarded.bytes > MAX_DISCARDED_BYTES) socket.destroy();
  });
  socket.resume();
  return discarded;
}

/**
 * Closes a connection in the stages of RFC 9112, section 9.6: the sending half at once, the rest when the client has closed
 * its half, is silent for 2 s, or has sent for 15 s or 16 MiB. A connection that is closed at once while bytes of the client
 * are unread is reset, and the reset can destroy the answer before the client reads it.
 */
export function closeLingering(socket: Socket, clock: Clock): void {
  if (socket.destroyed || lingering.has(socket)) return;
  lingering.add(socket);
  const discarded = discardInput(socket);
  const endMs = clock.nowMs() + LIMIT_MS;
  let silenceEndMs = clock.nowMs() + SILENCE_LIMIT_MS;
  let seenBytes = discarded.bytes;
  const check = (): void => {
    const nowMs = clock.nowMs();
    if (discarded.bytes > seenBytes) silenceEndMs = nowMs + SILENCE_LIMIT_MS;
    seenBytes = discarded.bytes;
    if (nowMs >= Math.min(endMs, silenceEndMs)) socket.destroy();
    else cancelCheck = clock.after(CHECK_INTERVAL_MS, check);
  };
  let cancelCheck = clock.after(CHECK_INTERVAL_MS, check);
  socket.once('close', () => {
    cancelCheck();
  });
  // Node destroys the socket after this when the client has closed its half before.
  socket.end();
}

/** Lets Node close each connection of a server by `closeLingering` after the last answer. */
export function lingerAfterLastAnswer(server: Server, pending: PendingResponses, clock: Clock): void {
  server.on('connection', (socket: Socket) => {
    // Node's HTTP server closes a connection by this method, and by no other one, when an answer is the last one.
    socket.destroySoon = () => {
      pending.closeWaiting(socket);
      closeLingering(socket, clock);
    };
  });
}
