import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Simulates kube-proxy: it forwards each new connection to one of the endpoints. An open connection keeps its endpoint,
 * even after the removal of the endpoint. The balancer does not know requests and does not retry.
 */
export class Balancer {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private ports: readonly number[] = [];
  private turn = 0;

  constructor() {
    this.server = createServer((client) => {
      const port = this.ports[this.turn++ % this.ports.length];
      if (port === undefined) {
        client.destroy();
        return;
      }
      const pod = connect({ port, host: '127.0.0.1' });
      for (const [from, to] of [
        [client, pod],
        [pod, client],
      ] as const) {
        this.sockets.add(from);
        from.setNoDelay(true);
        from.pipe(to);
        from.once('error', () => to.destroy());
        from.once('close', () => {
          this.sockets.delete(from);
          to.destroy();
        });
      }
    });
  }

  /** @returns the port that clients connect to */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as { port: number }).port;
  }

  /** Sets the ports that receive new connections. */
  route(ports: readonly number[]): void {
    this.ports = ports;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}
