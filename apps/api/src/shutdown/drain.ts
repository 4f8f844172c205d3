import { once, setMaxListeners } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PendingResponses } from '../http/connections/pending-responses.js';
import { Settings } from '../config/settings.js';

/** Kubernetes sends SIGKILL 30 s after SIGTERM; what is not answered by then gets a closed connection instead. */
export const DRAIN_LIMIT_MS = 20_000;
/** What comes after it takes at most: spans that are still to be sent (2 s), model processes that hang (5 s). */
export const AFTER_DRAIN_LIMIT_MS = 7_000;

/**
 * The order of shutdown, from SIGTERM, SIGHUP or SIGQUIT on:
 *
 * 1. `beforeApplicationShutdown`: here. `/health/ready` says no from now on, and every answer says
 *    `Connection: close`: load balancers learn by the one, clients with open connections by the other. Both need
 *    time, and requests keep coming meanwhile: they are served as ever for `SHUTDOWN_DELAY_MS`. Kubernetes sends the
 *    signal and takes the pod out of its Service at the same time, and the second takes longer. SIGINT comes from
 *    somebody at a terminal, who does not want to wait.
 * 2. Nest closes the HTTP server: no new connections, idle ones are closed, requests that were taken are answered. A stream
 *    answers the lines that it has begun, and ends with a line that says how many those are.
 *    Node waits for two kinds of connections that never end by themselves: one that never sent a byte (load balancers
 *    and browsers open such ones ahead; Node counts them as being in a request), and one whose upload or download has
 *    stalled. The first are closed at once, the second when the limit is over.
 * 3. `onApplicationShutdown`: the inference engine refuses what still waits (only requests of cut connections can)
 *    and lets the model processes end after the runs they are in. It must not come earlier: the requests of step 2
 *    need them. One that hangs is killed after its own limit. Redis and the metrics' port are closed, and the spans
 *    that are left are sent.
 * 4. Nest ends the process with code 0. Should it be killed instead, the model processes end by themselves, because
 *    the channel to their parent closes.
 */
@Injectable()
export class Drain implements OnModuleInit, BeforeApplicationShutdown {
  private readonly sockets = new Set<Socket>();
  private readonly stopping = new AbortController();
  private begun = false;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly settings: Settings,
    private readonly pendingResponses: PendingResponses,
  ) {
    // Each open stream listens.
    setMaxListeners(0, this.stopping.signal);
  }

  /** Aborted when no new connections are taken: what would run on without an end, such as a stream, is to end then. */
  get stopSignal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Whether the service is being shut down. */
  get hasBegun(): boolean {
    return this.begun;
  }

  onModuleInit(): void {
    this.server().on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    // Before the handler, which may answer at once.
    this.server().prependListener('request', (_request, response: ServerResponse) => {
      if (this.begun) response.setHeader('Connection', 'close');
    });
  }

  /** @param signal what asked for the end; undefined when the program did */
  async beforeApplicationShutdown(signal?: string): Promise<void> {
    this.begin();
    if (signal !== undefined && signal !== 'SIGINT') await sleep(this.settings.SHUTDOWN_DELAY_MS);
    this.stopping.abort();
    for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy();
    setTimeout(() => {
      this.server().closeAllConnections();
    }, DRAIN_LIMIT_MS).unref();
  }

  /** Stops accepting at once. Resolves when what runs is answered. */
  async stopAccepting(): Promise<void> {
    this.begin();
    this.stopping.abort();
    const server = this.server();
    if (server.listening) server.close();
    for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy();
    if (this.sockets.size > 0) await once(server, 'close');
  }

  private begin(): void {
    this.begun = true;
    for (const response of [...this.sockets].flatMap((socket) => this.pendingResponses.list(socket))) {
      if (!response.headersSent) response.setHeader('Connection', 'close');
    }
  }

  private server(): Server {
    return this.host.httpAdapter.getHttpServer() as Server;
  }
}
