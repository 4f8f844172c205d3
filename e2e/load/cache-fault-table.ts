import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { TokenRedis, type FaultyProxy, type RedisServer } from '#libs/testing';
import {
  openCluster,
  openSentinels,
  openStandalone,
  openTokens,
  type ClusterScene,
  type Scene,
  type SentinelScene,
  type StandaloneScene,
  type TokenScene,
} from './cache-fault-scenes.js';

/** A fault of servers of one kind. */
interface Fault<Servers extends Scene> {
  readonly name: string;
  readonly begin: (scene: Servers) => Promise<unknown>;
  /** Absent for a fault that is over when `begin` returns. */
  readonly end?: (scene: Servers) => Promise<unknown>;
  /** Whether the service must notice that a server is unavailable: else the fault was none. */
  readonly isOutage: boolean;
}

/** A fault with servers of its own. */
export interface OpenedFault {
  readonly scene: Scene;
  readonly begin: () => Promise<unknown>;
  readonly end: (() => Promise<unknown>) | undefined;
}

export interface CacheFault {
  readonly name: string;
  readonly isOutage: boolean;
  readonly open: () => Promise<OpenedFault>;
}

const killClients = ({ redis }: { readonly redis: RedisServer }) =>
  redis.command('client', 'kill', 'type', 'normal', 'skipme', 'yes');

/** Does something once a second until it is called off. */
function everySecond<Servers extends Scene>(
  action: (scene: Servers) => Promise<unknown>,
): Pick<Fault<Servers>, 'begin' | 'end'> {
  let timer: NodeJS.Timeout | undefined;
  return {
    begin: async (scene) => {
      await action(scene);
      timer = setInterval(() => {
        action(scene).catch(() => {});
      }, 1_000);
    },
    end: () => {
      clearInterval(timer);
      return Promise.resolve();
    },
  };
}

function treatment(kind: FaultyProxy['treatment']): Pick<Fault<StandaloneScene>, 'begin' | 'end'> {
  return {
    begin: ({ proxy }) => {
      proxy.treatment = kind;
      return Promise.resolve();
    },
    end: ({ proxy }) => {
      proxy.treatment = { kind: 'pass' };
      return Promise.resolve();
    },
  };
}

const standaloneFaults: readonly Fault<StandaloneScene>[] = [
  {
    name: 'kill -9, back later',
    isOutage: true,
    begin: ({ redis }) => redis.kill(),
    end: ({ redis }) => redis.restart(),
  },
  {
    name: 'restart at once',
    isOutage: true,
    begin: async ({ redis }) => {
      await redis.kill();
      await redis.restart();
    },
  },
  {
    name: 'SIGSTOP for 10 s, SIGCONT',
    isOutage: true,
    begin: async ({ redis }) => {
      redis.signal('SIGSTOP');
      await sleep(10_000);
      redis.signal('SIGCONT');
    },
  },
  {
    name: 'password rotated, then told',
    isOutage: true,
    begin: async (scene) => {
      await scene.redis.command('config', 'set', 'requirepass', 'second');
      scene.redis.password = 'second';
      await killClients(scene);
    },
    end: ({ passwordFile }) => {
      writeFileSync(passwordFile, 'second');
      return Promise.resolve();
    },
  },
  {
    name: 'maxmemory 1 MB, noeviction',
    isOutage: false,
    begin: ({ redis }) => redis.command('config', 'set', 'maxmemory', '1mb'),
    end: ({ redis }) => redis.command('config', 'set', 'maxmemory', '0'),
  },
  { name: 'CLIENT KILL every second', isOutage: true, ...everySecond<StandaloneScene>(killClients) },
  maxClients(),
  { name: 'answers delayed by 500 ms', isOutage: true, ...treatment({ kind: 'delay', ms: 500 }) },
  { name: 'cut in mid-answer', isOutage: true, ...treatment({ kind: 'cut', afterBytes: 200 }) },
  { name: 'silent', isOutage: true, ...treatment({ kind: 'silent' }) },
  {
    name: 'FLUSHALL every second',
    isOutage: false,
    ...everySecond<StandaloneScene>(({ redis }) => redis.command('flushall')),
  },
];

const clusterFaults: readonly Fault<ClusterScene>[] = [
  {
    name: 'cluster: primary killed',
    isOutage: true,
    begin: async ({ cluster }) => (await cluster.findPrimaries())[0]?.kill(),
    end: ({ cluster }) => cluster.restartLost(),
  },
  {
    name: 'cluster: primary stopped 10 s',
    isOutage: true,
    begin: async ({ cluster }) => {
      const [primary] = await cluster.findPrimaries();
      primary?.signal('SIGSTOP');
      await sleep(10_000);
      primary?.signal('SIGCONT');
    },
  },
  {
    name: 'cluster: failover by hand',
    isOutage: false,
    begin: async ({ cluster }) => {
      const [replica] = await cluster.findReplicas();
      if (replica) await cluster.failOver(replica);
    },
  },
  {
    name: 'cluster: slots move',
    isOutage: false,
    begin: async ({ cluster }) => {
      await cluster.moveSlots(await cluster.addPrimary(), 5_461);
    },
  },
  {
    name: 'cluster: all servers killed',
    isOutage: true,
    begin: ({ cluster }) => Promise.all(cluster.servers.map((server) => server.kill())),
    end: ({ cluster }) => cluster.restartLost(),
  },
];

const sentinelFaults: readonly Fault<SentinelScene>[] = [
  {
    name: 'sentinel: primary killed',
    isOutage: true,
    begin: ({ sentinels }) => sentinels.servers[0].kill(),
    end: ({ sentinels }) => sentinels.servers[0].restart(),
  },
  {
    name: 'sentinel: failover by hand',
    isOutage: false,
    begin: ({ sentinels }) => sentinels.failOver(),
  },
];

const tokenFaults: readonly Fault<TokenScene>[] = [
  {
    name: 'token: renewed every 3 s',
    isOutage: false,
    begin: () => sleep(10_000),
  },
  {
    name: 'token: none is issued',
    isOutage: true,
    begin: async ({ tokens: { authority, redis } }) => {
      authority.isRefusing = true;
      await redis.command('acl', 'setuser', TokenRedis.user, 'resetpass', '>expired');
      await redis.command('client', 'kill', 'user', TokenRedis.user);
    },
    end: ({ tokens: { authority } }) => {
      authority.isRefusing = false;
      return Promise.resolve();
    },
  },
  {
    name: 'token: Redis refuses it',
    isOutage: true,
    begin: async ({ tokens: { redis } }) => {
      await redis.command('acl', 'setuser', TokenRedis.user, 'off');
      await redis.command('client', 'kill', 'user', TokenRedis.user);
    },
    end: ({ tokens: { redis } }) => redis.command('acl', 'setuser', TokenRedis.user, 'on'),
  },
];

/** Everything that must not be noticed by callers. */
export const cacheFaults: readonly CacheFault[] = [
  ...standaloneFaults.map((fault) => toCacheFault(fault, openStandalone)),
  ...clusterFaults.map((fault) => toCacheFault(fault, openCluster)),
  ...sentinelFaults.map((fault) => toCacheFault(fault, openSentinels)),
  ...tokenFaults.map((fault) => toCacheFault(fault, openTokens)),
];

function toCacheFault<Servers extends Scene>(fault: Fault<Servers>, open: () => Promise<Servers>): CacheFault {
  const { name, isOutage, begin, end } = fault;
  return {
    name,
    isOutage,
    open: async () => {
      const scene = await open();
      return { scene, begin: () => begin(scene), end: end && (() => end(scene)) };
    },
  };
}

/** Others take every place, and the service's own connection is cut. */
function maxClients(): Fault<StandaloneScene> {
  let others: ReturnType<typeof connect>[] = [];
  return {
    name: 'maxclients reached',
    isOutage: true,
    begin: async (scene) => {
      await scene.redis.command('config', 'set', 'maxclients', '6');
      const taking = setInterval(() => {
        const other = connect(scene.redis.port, '127.0.0.1');
        other.on('error', () => {});
        others.push(other);
      }, 2);
      await killClients(scene).catch(() => {});
      await sleep(500);
      clearInterval(taking);
    },
    end: async ({ redis }) => {
      for (const other of others) other.destroy();
      others = [];
      await sleep(100);
      await redis.command('config', 'set', 'maxclients', '1000');
    },
  };
}
