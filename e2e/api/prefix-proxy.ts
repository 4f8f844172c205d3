import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy that serves a service under a path prefix, and cuts the prefix off the paths that it passes on. */
export class PrefixProxy {
  private constructor(
    private readonly server: Server,
    /** The address of the service behind the proxy, up to the prefix. */
    readonly url: string,
  ) {}

  /**
   * @param target the address of the service, up to the port
   * @param prefix such as `/some/prefix`
   */
  static async start(target: string, prefix: string): Promise<PrefixProxy> {
    const server = createServer((incoming, answer) => {
      const { url = '', method = '', headers } = incoming;
      if (!url.startsWith(`${prefix}/`)) {
        answer.writeHead(404).end();
        return;
      }
      const outgoing = request(target + url.slice(prefix.length), { method, headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      incoming.pipe(outgoing);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new PrefixProxy(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`);
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
