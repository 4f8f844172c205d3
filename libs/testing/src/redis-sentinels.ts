import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';
import { RedisServer } from './redis-server.js';

const QUORUM = 2;
const DOWN_AFTER_MS = 500;
const FAILOVER_TIMEOUT_MS = 2_000;

/** A real primary and its replica, watched by three real sentinels. */
export class RedisSentinels {
  static readonly primaryName = 'main';

  private constructor(
    readonly servers: readonly [RedisServer, RedisServer],
    private readonly sentinels: readonly { readonly port: number; readonly child: ChildProcess }[],
    private readonly folder: string,
  ) {}

  /** @param password what the sentinels themselves ask for */
  static async start(password?: string): Promise<RedisSentinels> {
    const primary = await RedisServer.start('--repl-diskless-sync-delay', '0');
    const replica = await RedisServer.start('--replicaof', `127.0.0.1 ${primary.port}`);
    while (!String(await replica.command('info', 'replication')).includes('link_status:up')) await sleep(20);
    const folder = mkdtempSync(join(tmpdir(), 'sentinels-'));
    const sentinels = [];
    for (let index = 0; index < 3; index++) sentinels.push(await startSentinel(folder, primary.port, password));
    const started = new RedisSentinels([primary, replica], sentinels, folder);
    await started.untilWatching(password);
    return started;
  }

  get url(): string {
    return `redis://${this.sentinels.map(({ port }) => `127.0.0.1:${port}`).join()}`;
  }

  /** Waits until a server has the role of a primary. */
  async untilPrimary(server: RedisServer): Promise<void> {
    while (!(await server.isPrimary())) await sleep(20);
  }

  /** Makes the replica the primary, while both run. Only without a password of the sentinels. */
  async failOver(): Promise<void> {
    const client = new Redis({ port: this.sentinels[0]?.port ?? 0, enableReadyCheck: false });
    await client.call('sentinel', 'failover', RedisSentinels.primaryName);
    client.disconnect();
    await this.untilPrimary(this.servers[1]);
  }

  async stop(): Promise<void> {
    for (const { child } of this.sentinels) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    await Promise.all(this.servers.map((server) => server.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Waits until each sentinel knows the replica and the other sentinels: before, none starts a failover. */
  private async untilWatching(password: string | undefined): Promise<void> {
    for (const { port } of this.sentinels) {
      const client = new Redis({ port, ...(password === undefined ? {} : { password }), enableReadyCheck: false });
      client.on('error', () => {});
      for (;;) {
        const reply = await client.call('sentinel', 'master', RedisSentinels.primaryName).catch(() => []);
        const words = (reply as unknown[]).map(String);
        const read = (name: string) => words[words.indexOf(name) + 1];
        if (read('num-slaves') === '1' && read('num-other-sentinels') === '2') break;
        await sleep(50);
      }
      client.disconnect();
    }
  }
}

async function startSentinel(
  folder: string,
  primaryPort: number,
  password: string | undefined,
): Promise<{ port: number; child: ChildProcess }> {
  const port = await freePort();
  const file = join(folder, `${port}.conf`);
  const name = RedisSentinels.primaryName;
  writeFileSync(
    file,
    [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor ${name} 127.0.0.1 ${primaryPort} ${QUORUM}`,
      `sentinel down-after-milliseconds ${name} ${DOWN_AFTER_MS}`,
      `sentinel failover-timeout ${name} ${FAILOVER_TIMEOUT_MS}`,
      ...(password === undefined ? [] : [`requirepass "${password}"`, `sentinel sentinel-pass "${password}"`]),
    ].join('\n'),
  );
  const child = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' });
  return { port, child };
}
