import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on a free port that answers every request in one way. */
export class MisbehavingServer {
  requests = 0;

  private constructor(
    readonly url: string,
    private readonly close: () => void,
  ) {}

  /** @param respond is called when the head of a request has arrived */
  static async start(
    respond: (response: ServerResponse, request: IncomingMessage) => void,
  ): Promise<MisbehavingServer> {
    const server = createServer((request, response) => {
      misbehaving.requests++;
      request.on('error', () => {});
      // The pages of a browser come from another origin.
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Access-Control-Allow-Headers', '*');
      if (request.method === 'OPTIONS') response.end();
      else respond(response, request.resume());
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const misbehaving = new MisbehavingServer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => {
      server.close();
      server.closeAllConnections();
    });
    return misbehaving;
  }

  stop(): void {
    this.close();
  }
}
