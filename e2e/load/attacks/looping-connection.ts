import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';
import type { RequestMaker } from './repeated-requests.js';
import { ResponseReader } from './response-reader.js';
import type { AttackCounter } from './attack-counter.js';

/** After a connection that the server closed. */
const RENEW_MS = 20;
/** After one that it did not take. */
const REFUSED_MS = 500;

/** A connection that sends the next request when it has the answer to the last one, and is renewed when it ends. */
export class LoopingConnection {
  private socket: Socket | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly address: TcpNetConnectOpts,
    private readonly makeRequest: RequestMaker,
    private readonly counter: AttackCounter,
  ) {
    this.open();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
    this.socket?.destroy();
  }

  private open(): void {
    const socket = connect(this.address);
    const reader = new ResponseReader();
    this.socket = socket;
    let renewMs = REFUSED_MS;
    /** The rest of the last request, and the answer to it. */
    let pending = 0;
    const settle = () => {
      pending--;
      if (pending === 0) send();
    };
    const send = () => {
      if (socket.destroyed) return;
      pending = 2;
      const parts = this.makeRequest();
      socket.cork();
      parts.forEach((part, index) => socket.write(part, index === parts.length - 1 ? settle : undefined));
      socket.uncork();
    };
    socket.once('connect', () => {
      this.counter.countConnection();
      renewMs = RENEW_MS;
      send();
    });
    socket.on('data', (chunk) => {
      const status = reader.push(chunk);
      if (status === undefined) return;
      this.counter.countAnswer(status);
      settle();
    });
    socket.on('error', () => {});
    socket.once('close', () => {
      if (!this.isStopped) this.timer = setTimeout(() => this.open(), renewMs);
    });
  }
}
