import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, Response } from 'express';
import { systemClock } from '#libs/clock';
import { handleClientErrors } from './connections/client-errors.js';
import { limitConnections } from './connections/connection-limit.js';
import { answerHalfClosedClients } from './connections/half-closed-clients.js';
import { lingerAfterLastAnswer } from './connections/lingering-close.js';
import { PendingResponses } from './connections/pending-responses.js';
import { limitUnreadBodies } from './unread-bodies.js';
import { ignoreUpgrades } from './connections/upgrades.js';
import { METRICS_COST, REQUEST_COST } from './create-event-loop-queue.js';
import { createMessageClasses } from './express-messages.js';
import type { EventLoopQueue } from './event-loop-queue.js';
import { HEALTH_ROUTES } from './health-routes.js';

/** Slow clients: the headers of a request must arrive within this time. readBody limits the time for its body. */
const HEADERS_LIMIT_MS = 10_000;
const CHECK_INTERVAL_MS = 2_000;
/**
 * Longer than proxies keep theirs (nginx, AWS and Azure 60 s), so that they end an idle connection and not this
 * service, while they send the next request on it.
 */
export const KEEP_ALIVE_MS = 75_000;
/** Beyond the longest prediction: for a client that reads its answer ever more slowly. */
const STALLED_LIMIT_MS = 20_000;

const METRICS_ROUTE = '/metrics';
/** Types of answers that stay as handlers set them. */
const PLAIN_JSON_TYPES: ReadonlySet<unknown> = new Set(['application/json', 'application/x-amz-json-1.1']);

export interface ServerBounds {
  readonly maxConnections: number;
  /** Longest time that a prediction may take: no byte goes either way meanwhile. */
  readonly requestTimeoutMs: number;
  /** Divides the event loop among requests. */
  readonly eventLoopQueue: EventLoopQueue;
}

/** Express on a server with limits. (Nest makes the server itself, and Node takes some limits only then.) */
export class BoundedServerAdapter extends ExpressAdapter {
  /** The unfinished responses of the server. */
  readonly pendingResponses = new PendingResponses();

  constructor(
    private readonly express: Express,
    private readonly bounds: ServerBounds,
  ) {
    super(express);
  }

  /** The queue for the work of this server's requests on the event loop. */
  get eventLoopQueue(): EventLoopQueue {
    return this.bounds.eventLoopQueue;
  }

  override initHttpServer(): void {
    this.httpServer = this.createBoundedServer();
  }

  /**
   * Writes the body of an answer. A handler that has set the Content-Type to a type of JSON gets just that, where Express would add a
   * charset to it. Bytes are written as they are.
   */
  override reply(response: Response, body: unknown, status?: number): unknown {
    const isBytes = body instanceof Uint8Array;
    const isPlainJson =
      PLAIN_JSON_TYPES.has(response.getHeader('Content-Type')) && typeof body === 'object' && body !== null;
    if (!isBytes && !isPlainJson) return super.reply(response, body, status);
    if (status !== undefined) response.status(status);
    return response.end(isBytes ? body : JSON.stringify(body));
  }

  private createBoundedServer(): Server {
    const { maxConnections, requestTimeoutMs, eventLoopQueue } = this.bounds;
    const server = createServer({
      ...createMessageClasses(this.express),
      headersTimeout: HEADERS_LIMIT_MS,
      // Node's limit for a whole request would cut streams.
      requestTimeout: 0,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // checkRequestHead refuses them, with a problem.
      requireHostHeader: false,
    });
    // The size of a head is limited. Node would ignore the headers past 2,000, silently.
    server.maxHeadersCount = 0;
    server.timeout = requestTimeoutMs + STALLED_LIMIT_MS;
    const pending = this.pendingResponses;
    pending.attach(server);
    ignoreUpgrades(server, pending);
    limitConnections(server, maxConnections);
    lingerAfterLastAnswer(server, pending, systemClock);
    answerHalfClosedClients(server, pending, systemClock);
    limitUnreadBodies(server, { clock: systemClock, afterParsing: (action) => void setImmediate(action) });
    handleClientErrors(server, pending, systemClock);
    server.on('connection', () => {
      eventLoopQueue.postponeTurn();
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.handle(request, response);
    });
    // Node would answer both before the request is checked: with `100 Continue`, and with 417 without a body.
    for (const expectation of ['checkContinue', 'checkExpectation']) {
      server.on(expectation, (request: IncomingMessage, response: ServerResponse) => {
        server.emit('request', request, response);
      });
    }
    return server;
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    request.url = originForm(request.url ?? '');
    const cost = getRequestCost(request.url);
    // Probes pass: they have to be answered while every other client waits.
    if (cost === 0) {
      this.express(request, response);
      return;
    }
    // Express keeps `locals` that a response already has.
    Object.assign(response, { locals: { arrivedMs: systemClock.nowMs() } });
    this.bounds.eventLoopQueue.run({ client: request.socket.remoteAddress ?? '', cost }, () => {
      // A request whose body broke off while it waited has its answer.
      if (!response.writableEnded) this.express(request, response);
    });
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
