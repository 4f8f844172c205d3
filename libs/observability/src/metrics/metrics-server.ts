import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { MetricsRegistry } from './metrics-registry.js';

/** What clients of the metrics can take of the process. */
export interface MetricsServerBounds {
  readonly maxConnections: number;
  /** Of these, the ones that have not sent the head of a request. */
  readonly maxWaitingConnections: number;
  /** A request must have arrived within this time. */
  readonly requestLimitMs: number;
  readonly checkIntervalMs: number;
  /** A connection is closed after this time without a byte: its client does not read the answer. */
  readonly stalledLimitMs: number;
}

/** A scraper opens one connection every few seconds, and sends its request at once. */
const DEFAULT_BOUNDS: MetricsServerBounds = {
  maxConnections: 100,
  // Fewer than all, so that a new connection gets a place before the one that it replaces is gone.
  maxWaitingConnections: 50,
  requestLimitMs: 5_000,
  checkIntervalMs: 1_000,
  stalledLimitMs: 10_000,
};

/** The metrics on a port of their own, which need not be public. */
export class MetricsServer {
  private readonly server: Server;
  /** Connections without a request, the oldest first. */
  private readonly waiting = new Set<Socket>();

  /** @param bounds those that differ from the usual ones */
  constructor(
    private readonly registry: Pick<MetricsRegistry, 'render'>,
    bounds: Partial<MetricsServerBounds> = {},
  ) {
    const { requestLimitMs, checkIntervalMs, ...limits } = { ...DEFAULT_BOUNDS, ...bounds };
    this.server = createServer(
      { headersTimeout: requestLimitMs, requestTimeout: requestLimitMs, connectionsCheckingInterval: checkIntervalMs },
      (request, response) => {
        this.waiting.delete(request.socket);
        // One request a connection: none is idle after its answer.
        response.setHeader('Connection', 'close');
        void this.answer(request, response).catch(() => response.writeHead(500).end());
      },
    );
    this.server.maxConnections = limits.maxConnections;
    this.server.timeout = limits.stalledLimitMs;
    this.server.on('connection', (socket) => this.limitWaiting(socket, limits.maxWaitingConnections));
  }

  /** Rejects with the system's error when the port cannot be had. */
  async listen(port: number, host: string): Promise<void> {
    await once(this.server.listen(port, host), 'listening');
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Closes the oldest connection without a request for a new one, so that such connections keep no scraper out. */
  private limitWaiting(socket: Socket, maxWaitingConnections: number): void {
    this.waiting.add(socket);
    socket.once('close', () => this.waiting.delete(socket));
    if (this.waiting.size <= maxWaitingConnections) return;
    const [oldest] = this.waiting;
    if (!oldest) return;
    this.waiting.delete(oldest);
    oldest.destroy();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.split('?')[0] !== '/metrics' || !/^(GET|HEAD)$/.test(request.method ?? '')) {
      response.writeHead(404).end();
      return;
    }
    const { contentType, text } = await this.registry.render(request.headers.accept);
    response.writeHead(200, { 'Content-Type': contentType }).end(text);
  }
}
