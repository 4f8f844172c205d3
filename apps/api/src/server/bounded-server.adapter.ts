import { createServer, type Server } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express } from 'express';

/** Slow clients: a request's headers must be there within the first, the whole of it within the second. */
const HEADERS_LIMIT_MS = 10_000;
const REQUEST_LIMIT_MS = 15_000;
const CHECK_INTERVAL_MS = 2_000;
/**
 * Longer than proxies keep theirs (nginx, AWS and Azure 60 s), so that they end an idle connection and not this
 * service, while they send the next request on it.
 */
const KEEP_ALIVE_MS = 75_000;
/** For a client that reads its answer, or sends its body, ever more slowly. */
const STALLED_LIMIT_MS = 20_000;

export interface ServerBounds {
  readonly maxConnections: number;
  /** Longest that a request may take without a byte either way. */
  readonly requestTimeoutMs: number;
}

/** Express on a server with limits. (Nest makes the server itself, and Node takes some limits only then.) */
export class BoundedServerAdapter extends ExpressAdapter {
  constructor(
    private readonly express: Express,
    private readonly bounds: ServerBounds,
  ) {
    super(express);
  }

  override initHttpServer(): void {
    this.httpServer = this.createBoundedServer();
  }

  private createBoundedServer(): Server {
    const { maxConnections, requestTimeoutMs } = this.bounds;
    const server = createServer(
      {
        headersTimeout: HEADERS_LIMIT_MS,
        requestTimeout: REQUEST_LIMIT_MS,
        connectionsCheckingInterval: CHECK_INTERVAL_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
      },
      this.express,
    );
    server.maxConnections = maxConnections;
    server.timeout = requestTimeoutMs + STALLED_LIMIT_MS;
    return server;
  }
}
