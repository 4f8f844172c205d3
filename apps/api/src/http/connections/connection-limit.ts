import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { LRUCache } from 'lru-cache';

/** The event of a server whose idle connection was closed for a new one. */
export const IDLE_CLOSED_EVENT = 'idleClosed';

/** What the limit needs of a socket. */
export type LimitedSocket = Pick<Socket, 'destroyed'> & { destroy(): unknown };

/** Receives what happened at the limit. */
export interface ConnectionLimitEvents {
  /** An idle connection was closed for a new one. */
  idleClosed(): void;
  /** A new connection was closed, because each of the others has a request in progress. */
  dropped(): void;
}

/**
 * Keeps the connections of a server within a limit. Past it, a new connection takes the place of the one that is idle for
 * the longest time. (Node's own `maxConnections` closes the new one, so that idle connections keep every client and every
 * probe out.)
 *
 * A connection is idle when no complete head of a request has arrived, or when every request is answered. A request whose
 * body is still arriving after its answer does not count: its client could keep its place by sending slowly.
 */
export class ConnectionLimit {
  /** In the order of the time since they are idle. Each operation takes the same time for any number of connections. */
  private readonly idle: LRUCache<LimitedSocket, LimitedSocket>;
  private readonly requestsInProgress = new Map<LimitedSocket, number>();

  constructor(
    private readonly maxConnections: number,
    private readonly events: ConnectionLimitEvents,
  ) {
    this.idle = new LRUCache({ max: maxConnections });
  }

  connectionOpened(socket: LimitedSocket): void {
    if (this.idle.size + this.requestsInProgress.size >= this.maxConnections && !this.closeIdle()) {
      socket.destroy();
      this.events.dropped();
      return;
    }
    this.idle.set(socket, socket);
  }

  connectionClosed(socket: LimitedSocket): void {
    this.idle.delete(socket);
    this.requestsInProgress.delete(socket);
  }

  requestBegan(socket: LimitedSocket): void {
    const requests = this.requestsInProgress.get(socket) ?? 0;
    // A connection that is in neither has been closed.
    if (this.idle.delete(socket) || requests > 0) this.requestsInProgress.set(socket, requests + 1);
  }

  requestEnded(socket: LimitedSocket): void {
    const requests = this.requestsInProgress.get(socket);
    if (requests === undefined) return;
    if (requests > 1) {
      this.requestsInProgress.set(socket, requests - 1);
      return;
    }
    this.requestsInProgress.delete(socket);
    if (!socket.destroyed) this.idle.set(socket, socket);
  }

  /** @returns whether there was an idle connection */
  private closeIdle(): boolean {
    const socket = this.idle.pop();
    if (!socket) return false;
    socket.destroy();
    this.events.idleClosed();
    return true;
  }
}

/** Applies a limit to a server. A connection that the limit drops is the server's `drop` event, as Node's own would be. */
export function limitConnections(server: Server, maxConnections: number): void {
  const limit = new ConnectionLimit(maxConnections, {
    idleClosed: () => server.emit(IDLE_CLOSED_EVENT),
    dropped: () => server.emit('drop'),
  });
  server.on('connection', (socket: Socket) => {
    limit.connectionOpened(socket);
    socket.once('close', () => limit.connectionClosed(socket));
  });
  // Before the handler, which may answer at once.
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    limit.requestBegan(socket);
    response.once('close', () => limit.requestEnded(socket));
  });
}
