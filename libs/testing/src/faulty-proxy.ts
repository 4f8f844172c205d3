import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a proxy treats what the server answers. */
export type Treatment =
  | { readonly kind: 'pass' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Forwards so many bytes of each connection's answers and then resets it. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Takes everything and answers nothing, on a connection that stays open. */
  | { readonly kind: 'silent' };

/** A TCP proxy on a free port that mistreats the answers of the server behind it. */
export class FaultyProxy {
  treatment: Treatment = { kind: 'pass' };
  /** Connections that were made since the start. */
  connections = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(targetPort: number): Promise<FaultyProxy> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const proxy = new FaultyProxy(server, (server.address() as AddressInfo).port);
    server.on('connection', (client) => {
      proxy.connections++;
      proxy.join(client, connect(targetPort, '127.0.0.1'));
    });
    return proxy;
  }

  stop(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private join(client: Socket, server: Socket): void {
    let forwardedBytes = 0;
    // TCP never lets later bytes overtake earlier ones.
    let delivered: Promise<unknown> = Promise.resolve();
    const deliver = (chunk: Buffer, delayMs: number) => {
      delivered = Promise.all([delivered, sleep(delayMs)]).then(() => client.writable && client.write(chunk));
    };
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => {});
      one.once('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
    client.on('data', (chunk: Buffer) => server.write(chunk));
    server.on('data', (chunk: Buffer) => {
      const { treatment } = this;
      switch (treatment.kind) {
        case 'pass':
          deliver(chunk, 0);
          return;
        case 'delay':
          deliver(chunk, treatment.ms);
          return;
        case 'cut':
          client.write(chunk.subarray(0, Math.max(0, treatment.afterBytes - forwardedBytes)));
          forwardedBytes += chunk.length;
          if (forwardedBytes >= treatment.afterBytes) client.resetAndDestroy();
          return;
        case 'silent':
          return;
        default:
          treatment satisfies never;
      }
    });
  }
}
