import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** A command that an impostor got, in the order of its connection. */
export interface ImpostorCommand {
  /** In lower case. */
  readonly name: string;
  readonly args: readonly Buffer[];
  /** The number of commands before this one on the same connection. */
  readonly place: number;
  /** What Redis would reply. */
  readonly rightReply: Buffer;
  readonly socket: Socket;
  /** Everything that was stored, by key; for all connections. */
  readonly values: ReadonlyMap<string, Buffer>;
}

export interface ImpostorBehavior {
  /** Called when a client connects, before its first command. */
  readonly greet?: (socket: Socket) => void;
  /** @returns the bytes that are sent in answer; by default those of Redis */
  readonly reply?: (command: ImpostorCommand) => Buffer | string;
}

const CRLF = '\r\n';
const LINE_END = Buffer.from(CRLF);

/** A bulk string as Redis sends it. */
export function bulkString(value: Buffer | string): Buffer {
  return Buffer.concat([Buffer.from(`$${Buffer.byteLength(value)}${CRLF}`), Buffer.from(value), LINE_END]);
}

/** A TCP server that poses as Redis: it understands SET, GETRANGE, AUTH and SELECT, and answers as its behavior says. */
export class RedisImpostor {
  connections = 0;
  commands = 0;
  private readonly sockets = new Set<Socket>();
  private readonly values = new Map<string, Buffer>();

  private constructor(
    private readonly server: Server,
    private readonly behavior: ImpostorBehavior,
  ) {}

  /** @param port the port of the Redis that it replaces; 0 for a free one */
  static async start(port: number, behavior: ImpostorBehavior): Promise<RedisImpostor> {
    const server = createServer({ noDelay: true });
    const impostor = new RedisImpostor(server, behavior);
    server.on('connection', (socket) => {
      impostor.serve(socket);
    });
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return impostor;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** Ends all connections, and waits until the port is free. */
  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private serve(socket: Socket): void {
    let rest: Buffer = Buffer.alloc(0);
    let place = 0;
    this.connections++;
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.sockets.delete(socket));
    this.behavior.greet?.(socket);
    socket.on('data', (chunk: Buffer) => {
      const { commands, consumedBytes } = parseCommands(Buffer.concat([rest, chunk]));
      rest = Buffer.concat([rest, chunk]).subarray(consumedBytes);
      for (const [name = Buffer.alloc(0), ...args] of commands) {
        this.commands++;
        this.answer(socket, name.toString().toLowerCase(), args, place++);
      }
    });
  }

  private answer(socket: Socket, name: string, args: readonly Buffer[], place: number): void {
    const { values } = this;
    const rightReply = this.replyAsRedis(name, args);
    const reply = this.behavior.reply?.({ name, args, place, rightReply, socket, values }) ?? rightReply;
    if (socket.writable && reply.length > 0) socket.write(reply);
  }

  private replyAsRedis(name: string, [key = Buffer.alloc(0), value = Buffer.alloc(0)]: readonly Buffer[]): Buffer {
    if (name === 'getrange') return bulkString(this.values.get(key.toString()) ?? '');
    if (name === 'set') this.values.set(key.toString(), value);
    return Buffer.from(`+OK${CRLF}`);
  }
}

/** Reads whole commands: arrays of bulk strings. */
function parseCommands(bytes: Buffer): { commands: Buffer[][]; consumedBytes: number } {
  const commands: Buffer[][] = [];
  let consumedBytes = 0;
  for (;;) {
    let at = consumedBytes;
    const readLine = (): string | undefined => {
      const end = bytes.indexOf(CRLF, at);
      if (end === -1) return undefined;
      const line = bytes.toString('latin1', at, end);
      at = end + 2;
      return line;
    };
    const count = Number(readLine()?.slice(1));
    const words: Buffer[] = [];
    while (words.length < count) {
      const length = Number(readLine()?.slice(1));
      if (!(at + length + 2 <= bytes.length)) return { commands, consumedBytes };
      words.push(bytes.subarray(at, at + length));
      at += length + 2;
    }
    if (words.length === 0) return { commands, consumedBytes };
    commands.push(words);
    consumedBytes = at;
  }
}
