import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { MetricsRegistry } from './metrics-registry.js';

/** The metrics on a port of their own, which need not be public. */
export class MetricsServer {
  private readonly server: Server;

  constructor(private readonly registry: MetricsRegistry) {
    this.server = createServer((request, response) => {
      void this.answer(request, response).catch(() => response.writeHead(500).end());
    });
  }

  /** Rejects with the system's error when the port cannot be had. */
  async listen(port: number, host: string): Promise<void> {
    await once(this.server.listen(port, host), 'listening');
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.split('?')[0] !== '/metrics' || !/^(GET|HEAD)$/.test(request.method ?? '')) {
      response.writeHead(404).end();
      return;
    }
    const { contentType, text } = await this.registry.render(request.headers.accept ?? '');
    response.writeHead(200, { 'Content-Type': contentType }).end(text);
  }
}
