import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** Kubernetes sends SIGKILL 30 s after SIGTERM; what is not answered by then gets a closed connection instead. */
const DRAIN_LIMIT_MS = 20_000;

/**
 * The order of shutdown, from SIGTERM on:
 *
 * 1. `beforeApplicationShutdown`: here. From now on the wait below has an end.
 * 2. Nest closes the HTTP server: no new connections, idle ones are closed, requests that were taken are answered.
 *    Node waits for two kinds of connections that never end by themselves: one that never sent a byte (load balancers
 *    and browsers open such ones ahead; Node counts them as being in a request), and one whose upload or download has
 *    stalled. The first are closed at once, the second when the limit is over.
 * 3. `onApplicationShutdown`: the inference engine refuses what still waits (only requests of cut connections can)
 *    and lets the model processes end after the runs they are in. It must not come earlier: the requests of step 2
 *    need them. One that hangs is killed after its own limit.
 * 4. Nest ends the process with code 0. Should it be killed instead, the model processes end by themselves, because
 *    the channel to their parent closes.
 */
@Injectable()
export class Drain implements OnModuleInit, BeforeApplicationShutdown {
  private readonly sockets = new Set<Socket>();
  private begun = false;

  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  /** Whether the service is being shut down. */
  get hasBegun(): boolean {
    return this.begun;
  }

  onModuleInit(): void {
    this.server().on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  beforeApplicationShutdown(): void {
    this.begun = true;
    for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy();
    setTimeout(() => {
      this.server().closeAllConnections();
    }, DRAIN_LIMIT_MS).unref();
  }

  private server(): Server {
    return this.host.httpAdapter.getHttpServer() as Server;
  }
}
