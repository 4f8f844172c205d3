import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisServer } from '#libs/testing';
import type { FaultyProxy } from '#libs/testing';

/** What a fault may lay hands on. */
interface Scene {
  readonly redis: RedisServer;
  readonly proxy: FaultyProxy;
  /** Where the service reads the password. */
  readonly passwordFile: string;
}

export interface CacheFault {
  readonly name: string;
  readonly begin: (scene: Scene) => Promise<void>;
  /** Absent for a fault that is over when `begin` returns. */
  readonly end?: (scene: Scene) => Promise<void>;
  /** Whether the service must notice that Redis is unavailable: else the fault was none. */
  readonly isOutage: boolean;
}

const killClients = ({ redis }: Scene) => redis.command('client', 'kill', 'type', 'normal', 'skipme', 'yes');

/** Does something once a second until it is called off. */
function everySecond(action: (scene: Scene) => Promise<unknown>): Pick<CacheFault, 'begin' | 'end'> {
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

function treatment(kind: FaultyProxy['treatment']): Pick<CacheFault, 'begin' | 'end'> {
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

/** Everything that must not be noticed by callers. */
export const cacheFaults: readonly CacheFault[] = [
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
    begin: async ({ redis }) => {
      await redis.command('config', 'set', 'maxmemory', '1mb');
    },
    end: async ({ redis }) => {
      await redis.command('config', 'set', 'maxmemory', '0');
    },
  },
  { name: 'CLIENT KILL every second', isOutage: true, ...everySecond(killClients) },
  maxClients(),
  { name: 'answers delayed by 500 ms', isOutage: true, ...treatment({ kind: 'delay', ms: 500 }) },
  { name: 'cut in mid-answer', isOutage: true, ...treatment({ kind: 'cut', afterBytes: 200 }) },
  { name: 'silent', isOutage: true, ...treatment({ kind: 'silent' }) },
  { name: 'FLUSHALL every second', isOutage: false, ...everySecond(({ redis }) => redis.command('flushall')) },
];

/** Others take every place, and the service's own connection is cut. */
function maxClients(): CacheFault {
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
