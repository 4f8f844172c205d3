import { connect, type Socket } from 'node:net';

/** Every connection sends once in this time, a part of them at a time: they do not know of each other. */
const SLICES = 50;
const SLICE_MS = 20;

const HEAD = 'POST /predict HTTP/1.1\r\nHost: slow\r\nContent-Type: application/json\r\n';
const BODY = '{"text":["good"]}';

/** How a slow client is slow: what it sends first, and then bit by bit. */
const KINDS: readonly { readonly first: string; readonly bit: string; readonly reads: boolean }[] = [
  // Headers that never end.
  { first: HEAD, bit: 'X-A: b\r\n', reads: true },
  // A body that never ends.
  { first: `${HEAD}Content-Length: 100000\r\n\r\n`, bit: ' ', reads: true },
  // Answers that nobody reads.
  { first: '', bit: `${HEAD}Content-Length: ${BODY.length}\r\n\r\n${BODY}`, reads: false },
  // Nothing at all.
  { first: '', bit: '', reads: true },
];

/** Holds so many connections open, a quarter of each kind; one that the server cuts is opened again. */
export class SlowConnections {
  /** Connections that the server cut. */
  cut = 0;
  private readonly sockets = new Set<Socket>();
  private readonly timer: NodeJS.Timeout;
  private stopped = false;
  private slice = 0;

  constructor(
    private readonly port: number,
    count: number,
  ) {
    for (let index = 0; index < count; index++) this.open(index);
    this.timer = setInterval(() => this.send(), SLICE_MS);
  }

  /** Connections that are open now. */
  get openCount(): number {
    return [...this.sockets].filter(({ readyState }) => readyState === 'open').length;
  }

  stop(): void {
    this.stopped = true;
    clearInterval(this.timer);
    for (const socket of this.sockets) socket.destroy();
  }

  private readonly kinds = new WeakMap<Socket, number>();

  private open(kind: number): void {
    const socket = connect(this.port, '127.0.0.1');
    const { first = '', reads = true } = KINDS[kind % KINDS.length] ?? {};
    this.kinds.set(socket, kind);
    this.sockets.add(socket);
    if (reads) socket.resume();
    else socket.pause();
    socket.once('connect', () => socket.write(first));
    socket.on('error', () => {});
    socket.once('close', () => {
      this.sockets.delete(socket);
      if (this.stopped) return;
      this.cut++;
      this.open(kind);
    });
  }

  private send(): void {
    this.slice = (this.slice + 1) % SLICES;
    for (const socket of this.sockets) {
      const kind = this.kinds.get(socket) ?? 0;
      if (Math.floor(kind / KINDS.length) % SLICES !== this.slice) continue;
      const { bit = '' } = KINDS[kind % KINDS.length] ?? {};
      if (socket.readyState === 'open' && bit !== '') socket.write(bit);
    }
  }
}
