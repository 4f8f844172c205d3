import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { PendingResponses } from './pending-responses.js';

/**
 * Serves a request that asks for another protocol as if it did not ask (RFC 9110, section 7.8). Java's HTTP client asks
 * for HTTP/2 in this way. Node would take the bytes after the head for the other protocol and lose the next request, so
 * the request is parsed again without its `Upgrade` header.
 *
 * @param server a new server: the only listener for its connections is Node's own, which parses requests
 */
export function ignoreUpgrades(server: Server, pending: PendingResponses): void {
  const [parseRequests] = server.listeners('connection');
  server.on('upgrade', (request: IncomingMessage, socket: Socket, rest: Buffer) => {
    // Node has removed its own listeners: an error without a listener would end the process.
    const ignoreError = () => {};
    socket.on('error', ignoreError);
    // The new parser knows nothing of the answers that the old one waits for.
    pending.whenFinished(socket, () => {
      if (socket.destroyed || !socket.writable) return;
      socket.unshift(Buffer.concat([writeHead(request), rest]));
      if (parseRequests) Reflect.apply(parseRequests, server, [socket]);
      socket.removeListener('error', ignoreError);
    });
  });
}

/** The head of a request, without a header `Upgrade`. */
function writeHead({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (name.toLowerCase() !== 'upgrade') lines.push(`${name}: ${value}`);
  }
  // Node reads heads as Latin-1.
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
