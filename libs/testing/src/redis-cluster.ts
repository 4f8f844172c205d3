import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';
import { RedisServer } from './redis-server.js';

const run = promisify(execFile);
const NODE_TIMEOUT_MS = 1_000;
const POLL_MS = 50;
/** Redis gives a failover by hand up after 5 seconds. */
const FAILOVER_POLLS = 6_000 / POLL_MS;

/** A real Redis Cluster of our own: three primaries, each with a replica. */
export class RedisCluster {
  private readonly added: RedisServer[] = [];

  private constructor(readonly servers: readonly RedisServer[]) {}

  /** @param args options of each redis-server */
  static async start(...args: string[]): Promise<RedisCluster> {
    const servers: RedisServer[] = [];
    for (let index = 0; index < 6; index++) servers.push(await startServer(args));
    const cluster = new RedisCluster(servers);
    const addresses = servers.map(({ port }) => `127.0.0.1:${port}`);
    await cluster.administer('create', ...addresses, '--cluster-replicas', '1', '--cluster-yes');
    await cluster.untilWhole();
    return cluster;
  }

  get url(): string {
    return `redis://${this.servers.map(({ port }) => `127.0.0.1:${port}`).join()}`;
  }

  /** Starts one more server, without slots. */
  async addPrimary(): Promise<RedisServer> {
    const server = await startServer([]);
    this.added.push(server);
    const [first] = this.servers;
    await this.administer('add-node', `127.0.0.1:${server.port}`, `127.0.0.1:${first?.port}`);
    while (!(await this.isConsistent(server))) await sleep(POLL_MS);
    return server;
  }

  /** Sends a command of `redis-cli --cluster`. */
  private async administer(...words: string[]): Promise<string> {
    // It tells what is wrong on its standard output, and nothing on the other.
    const options = { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await run('redis-cli', ['--cluster', ...words], options).catch((error: unknown) => {
      const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
      throw new Error(`redis-cli --cluster ${words[0]} failed: ${output.slice(-500)}`, { cause: error });
    });
    return stdout;
  }

  /** The servers that own slots now. */
  async findPrimaries(): Promise<RedisServer[]> {
    const arePrimaries = await Promise.all(this.servers.map((server) => server.isPrimary()));
    return this.servers.filter((_, index) => arePrimaries[index]);
  }

  /** The servers that have the slots of another one. */
  async findReplicas(): Promise<RedisServer[]> {
    const primaries = await this.findPrimaries();
    return this.servers.filter((server) => !primaries.includes(server));
  }

  /**
   * Makes a replica the primary of its slots. Redis accepts the command, and gives the failover up without a word when the
   * servers do not agree in time: so it is sent again.
   */
  async failOver(replica: RedisServer): Promise<void> {
    for (let waited = 0; !(await replica.isPrimary()); waited++) {
      if (waited % FAILOVER_POLLS === 0) await replica.command('cluster', 'failover').catch(() => {});
      await sleep(POLL_MS);
    }
  }

  /** Moves slots of all primaries, with their keys, to another server. */
  async moveSlots(to: RedisServer, count: number): Promise<void> {
    const id = String(await to.command('cluster', 'myid'));
    const slots = ['--cluster-from', 'all', '--cluster-to', id, '--cluster-slots', String(count)];
    await this.administer('reshard', `127.0.0.1:${to.port}`, ...slots, '--cluster-yes');
  }

  /** Starts the servers that have ended. */
  async restartLost(): Promise<void> {
    await Promise.all(this.servers.filter((server) => !server.isRunning).map((server) => server.restart()));
  }

  /** Sends a command to each server that runs. */
  async command(...words: string[]): Promise<void> {
    await Promise.all(this.servers.map((server) => server.command(...words).catch(() => {})));
  }

  /** Waits until all servers run, agree that every slot has a server, and the replicas have the values. */
  async untilWhole(): Promise<void> {
    for (;;) {
      const states = await Promise.all(
        this.servers.map(async (server) => {
          const info = await server.command('cluster', 'info').catch(() => '');
          return `${String(info)} ${String(await server.command('info', 'replication').catch(() => ''))}`;
        }),
      );
      const isWhole = states.every(
        (state) => state.includes('cluster_state:ok') && !state.includes('link_status:down'),
      );
      if (isWhole && states.filter((state) => state.includes('link_status:up')).length === 3) return;
      await sleep(POLL_MS);
    }
  }

  /** Whether all servers know each other and agree on the slots. */
  private async isConsistent(added: RedisServer): Promise<boolean> {
    if (!String(await added.command('cluster', 'info')).includes('cluster_state:ok')) return false;
    const id = String(await added.command('cluster', 'myid'));
    const views = await Promise.all(this.servers.map((server) => server.command('cluster', 'nodes')));
    if (!views.every((view) => String(view).includes(id))) return false;
    const report = await this.administer('check', `127.0.0.1:${added.port}`).catch(() => '');
    return report.includes('All nodes agree about slots configuration');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.servers, ...this.added].map((server) => server.stop()));
  }
}

async function startServer(args: readonly string[]): Promise<RedisServer> {
  // The bus port would be the port plus 10,000, which may be past the last one.
  const busPort = await freePort();
  return RedisServer.start(
    ...['--cluster-enabled', 'yes', '--cluster-port', String(busPort)],
    ...['--cluster-node-timeout', String(NODE_TIMEOUT_MS), '--repl-diskless-sync-delay', '0'],
    ...args,
  );
}
