import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The unfinished responses of each connection. A connection has several when its client sends requests ahead (pipelining).
 *
 * They are arrays. When V8 makes a Map or Set smaller, the old table refers to the new one. Old tables that wait for the next
 * full garbage collection so keep all later responses: the heap grew by 6 kB with each request.
 */
export class PendingResponses {
  private readonly pending = new WeakMap<Socket, ServerResponse[]>();

  /** Follows the responses of a server from now on. */
  attach(server: Server): void {
    // Before the handler, which may answer at once.
    server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      const responses = this.pending.get(socket) ?? this.follow(socket);
      responses.push(response);
      response.once('close', () => responses.splice(responses.indexOf(response), 1));
    });
  }

  /** The responses of a connection, in the order of their requests. */
  list(socket: Socket): readonly ServerResponse[] {
    return [...(this.pending.get(socket) ?? [])];
  }

  /** Calls `action` when every response of the connection is finished: at once when none is pending. */
  whenFinished(socket: Socket, action: () => void): void {
    const last = this.list(socket).at(-1);
    if (!last) action();
    else last.once('close', () => this.whenFinished(socket, action));
  }

  /**
   * Closes the responses that wait for their turn on a connection. Node closes the one whose turn it is with the
   * connection. The others have no socket yet: without this they would emit neither 'finish' nor 'close' (Node 20 to 24),
   * and what is held for their requests would be held for good.
   */
  closeWaiting(socket: Socket): void {
    for (const response of this.list(socket)) {
      if (response.socket) continue;
      response.destroyed = true;
      response.emit('close');
    }
  }

  private follow(socket: Socket): ServerResponse[] {
    const responses: ServerResponse[] = [];
    this.pending.set(socket, responses);
    socket.once('close', () => {
      this.closeWaiting(socket);
    });
    return responses;
  }
}
