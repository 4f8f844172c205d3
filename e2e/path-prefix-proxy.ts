import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy on a free port, as a gateway that serves a service under a path. */
export interface PathPrefixProxy {
  /** Address of the service, the prefix included. */
  readonly url: string;
  stop(): void;
}

/**
 * Starts a proxy that removes the prefix from the paths, and answers 404 for all others. It redirects the prefix itself to the
 * same path with a slash, as nginx does.
 *
 * @param prefix starts with a slash and ends without one
 */
export async function startPathPrefixProxy(targetUrl: string, prefix: string): Promise<PathPrefixProxy> {
  const server = createServer((request, response) => {
    const { method, headers, url = '' } = request;
    if (url === prefix) {
      response.writeHead(301, { location: `${prefix}/` }).end();
      return;
    }
    if (!url.startsWith(`${prefix}/`)) {
      response.writeHead(404).end();
      return;
    }
    const forwarded = sendRequest(targetUrl + url.slice(prefix.length), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
