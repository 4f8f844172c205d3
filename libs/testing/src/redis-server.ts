import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Certificate } from './certificates.js';
import { freePort } from './free-port.js';

/** A real `redis-server` of our own, on a free port, that keeps nothing. */
export class RedisServer {
  /** What commands log in with. */
  password: string | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly args: readonly string[],
    private child: ChildProcess,
  ) {}

  /** @param args options of redis-server, such as `--maxclients 5` */
  static async start(...args: string[]): Promise<RedisServer> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'redis-'));
    const server = new RedisServer(port, folder, args, launch(port, folder, args));
    await server.untilAnswering();
    return server;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Whether it runs, and is the replica of no other server. */
  async isPrimary(): Promise<boolean> {
    return String(await this.command('role').catch(() => '')).startsWith('master,');
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Sends commands on connections of their own: `['config', 'set', 'maxmemory', '1mb']`. */
  async command(...words: (string | Buffer | number)[]): Promise<unknown> {
    const client = new Redis({
      port: this.port,
      ...(this.password === undefined ? {} : { password: this.password }),
      lazyConnect: true,
      enableReadyCheck: false,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      const [name = '', ...args] = words;
      return await client.call(String(name), ...args);
    } finally {
      client.disconnect();
    }
  }

  /** What clients send while something is done, a line a command. */
  async watch(action: () => Promise<void>): Promise<string> {
    // ioredis would ask INFO on the monitoring connection too, and take what is monitored for the answer.
    const client = new Redis({ port: this.port, enableReadyCheck: false, disableClientInfo: true });
    const monitor = await client.monitor();
    const lines: string[] = [];
    monitor.on('monitor', (_time: string, words: string[]) => {
      lines.push(words.map((word) => JSON.stringify(word)).join(' '));
    });
    await action();
    // Redis tells in the order in which it was told: after this, everything before it.
    while (!lines.some((line) => line.includes('enough'))) await client.echo('enough');
    monitor.disconnect();
    client.disconnect();
    return lines.join('\n');
  }

  /** Listens with TLS, too. @returns the port */
  async openTlsPort({ caFile, certificateFile, keyFile }: Certificate): Promise<number> {
    const port = await freePort();
    const files = ['tls-cert-file', certificateFile, 'tls-key-file', keyFile, 'tls-ca-cert-file', caFile];
    await this.command('config', 'set', ...files, 'tls-auth-clients', 'no', 'tls-port', String(port));
    return port;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it at once and waits until it has. */
  async kill(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  /** Starts it again on the same port, empty. */
  async restart(): Promise<void> {
    this.child = launch(this.port, this.folder, this.args);
    await this.untilAnswering();
  }

  async stop(): Promise<void> {
    if (this.isRunning) await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async untilAnswering(): Promise<void> {
    for (;;) {
      try {
        await this.command('ping');
        return;
      } catch (error) {
        // It answers, and wants a password.
        if (error instanceof Error && error.message.includes('NOAUTH')) return;
        await sleep(20);
      }
    }
  }
}

function launch(port: number, folder: string, args: readonly string[]): ChildProcess {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  return spawn('redis-server', [...options, ...args], { stdio: 'ignore' });
}
