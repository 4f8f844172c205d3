import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Closes responses with their connection. Node does so for the one whose turn it is; those that wait behind it
 * (pipelining) have no socket yet, and would never hear of its end: neither 'finish' nor 'close' (Node 20 to 24). What
 * is held for a request until its response closes would be held for good.
 */
export function closePipelinedResponses(server: Server): void {
  const waitingResponses = new WeakMap<Socket, Set<ServerResponse>>();
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    if (response.socket) return;
    const waiting = waitingResponses.get(socket) ?? watch(socket);
    waitingResponses.set(socket, waiting);
    waiting.add(response);
    response.once('close', () => waiting.delete(response));
  });
}

function watch(socket: Socket): Set<ServerResponse> {
  const waiting = new Set<ServerResponse>();
  socket.once('close', () => {
    for (const response of [...waiting]) {
      response.destroyed = true;
      response.emit('close');
    }
  });
  return waiting;
}
