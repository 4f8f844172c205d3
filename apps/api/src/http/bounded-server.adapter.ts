import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express } from 'express';
import { systemClock } from '#libs/clock';
import { limitConnections } from './connection-limit.js';
import { METRICS_COST, REQUEST_COST } from './create-event-loop-queue.js';
import type { EventLoopQueue } from './event-loop-queue.js';
import { HEALTH_ROUTES } from './health-routes.js';
import { closePipelinedResponses } from './pipelined-responses.js';

/** Slow clients: the headers of a request must arrive within the first, the whole request within the second. */
const HEADERS_LIMIT_MS = 10_000;
/** A route that reads its body demands a minimum rate (MinimumRate); this is the limit for a sender that just keeps it. */
const REQUEST_LIMIT_MS = 300_000;
const CHECK_INTERVAL_MS = 2_000;
/**
 * Longer than proxies keep theirs (nginx, AWS and Azure 60 s), so that they end an idle connection and not this
 * service, while they send the next request on it.
 */
export const KEEP_ALIVE_MS = 75_000;
/** Beyond the longest prediction: for a client that reads its answer ever more slowly. */
const STALLED_LIMIT_MS = 20_000;

const METRICS_ROUTE = '/metrics';

export interface ServerBounds {
  readonly maxConnections: number;
  /** Longest time that a prediction may take: no byte goes either way meanwhile. */
  readonly requestTimeoutMs: number;
  /** Divides the event loop among requests. */
  readonly eventLoopQueue: EventLoopQueue;
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
    const { maxConnections, requestTimeoutMs, eventLoopQueue } = this.bounds;
    const server = createServer(
      {
        headersTimeout: HEADERS_LIMIT_MS,
        requestTimeout: REQUEST_LIMIT_MS,
        connectionsCheckingInterval: CHECK_INTERVAL_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
      },
      (request: IncomingMessage, response: ServerResponse) => {
        request.url = originForm(request.url ?? '');
        const handle = () => {
          this.express(request, response);
        };
        const cost = getRequestCost(request.url);
        // Probes pass: they have to be answered while every other client waits.
        if (cost === 0) handle();
        else {
          // Express keeps `locals` that a response already has.
          Object.assign(response, { locals: { arrivedMs: systemClock.nowMs() } });
          eventLoopQueue.run({ client: request.socket.remoteAddress ?? '', cost }, handle);
        }
      },
    );
    limitConnections(server, maxConnections);
    server.on('connection', () => {
      eventLoopQueue.postponeTurn();
    });
    server.timeout = requestTimeoutMs + STALLED_LIMIT_MS;
    closePipelinedResponses(server);
    return server;
  }
}

function getRequestCost(url: string): number {
  const path = url.split('?', 1)[0] ?? '';
  if (path === METRICS_ROUTE) return METRICS_COST;
  return HEALTH_ROUTES.has(path) ? 0 : REQUEST_COST;
}

/**
 * A target without scheme and host. Express' parser would take one apart by `url.parse`, which prints the ones that it
 * does not like to standard error, and lets them pass by every handler.
 */
function originForm(target: string): string {
  const path = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '');
  return path.startsWith('/') || path === '*' ? path : `/${path}`;
}
