import { setTimeout as sleep } from 'node:timers/promises';
import calculateSlot from 'cluster-key-slot';
import { afterEach, describe, expect, it } from 'vitest';
import { bulkString, RedisImpostor, type ImpostorCommand } from '#libs/testing';
import { entries, toKeys, toPredictions } from '../../prediction-cache-contract.fake.js';
import { encodePrediction } from '../../stored-prediction.js';
import { openRedisCache, store, untilUp } from '../redis-cache-under-test.fake.js';
import type { RedisCache } from '../redis-cache.js';

const TEN = entries(10);
const LAST_SLOT = 16_383;

let impostors: RedisImpostor[] = [];
let cache: RedisCache;
let reports: string[];

afterEach(async () => {
  await cache.close();
  for (const impostor of impostors) await impostor.stop();
  impostors = [];
});

/** Starts servers that reply as a function says; the default is the reply of Redis. */
async function startServers(
  count: number,
  reply: (command: ImpostorCommand, server: number) => Buffer | string | undefined,
): Promise<void> {
  for (let server = 0; server < count; server++) {
    impostors.push(await RedisImpostor.start(0, { reply: (command) => reply(command, server) ?? command.rightReply }));
  }
}

/** Opens a cache that knows the first server only. */
function open(): void {
  ({ cache, reports } = openRedisCache(`redis://127.0.0.1:${impostors[0]?.port}`, { topology: 'cluster' }));
}

/** The reply to CLUSTER SLOTS: each server owns an equal part of the slots. */
function listServers(servers: readonly number[] = impostors.map((_, server) => server)): string {
  const size = Math.ceil((LAST_SLOT + 1) / servers.length);
  const ranges = servers.map((server, index) => {
    const [first, last] = [index * size, Math.min(LAST_SLOT, (index + 1) * size - 1)];
    const address = `*2\r\n${String(bulkString('127.0.0.1'))}:${impostors[server]?.port}\r\n`;
    return `*3\r\n:${first}\r\n:${last}\r\n${address}`;
  });
  return `*${ranges.length}\r\n${ranges.join('')}`;
}

const isData = ({ name, args }: ImpostorCommand) =>
  (name === 'getrange' || name === 'set') && !String(args[0]).includes('probe');
const commands = () => impostors.map(({ commands: count }) => count);

describe('ClusterClient', () => {
  it('sends each key to the server that owns its slot', async () => {
    const received: Set<string>[] = [new Set(), new Set(), new Set()];
    await startServers(3, (command, server) => {
      if (isData(command)) received[server]?.add(String(command.args[0]));
      return command.name === 'cluster' ? listServers() : undefined;
    });
    open();
    await untilUp(cache);
    await store(cache, TEN);
    expect(await cache.getMany(toKeys(TEN))).toEqual(toPredictions(TEN));
    const size = Math.ceil((LAST_SLOT + 1) / 3);
    received.forEach((keys, server) => {
      for (const key of keys) expect(Math.floor(calculateSlot(key) / size)).toBe(server);
    });
    expect(received.reduce((sum, keys) => sum + keys.size, 0)).toBe(TEN.length);
  });

  it('follows MOVED, and sends the key there from then on', async () => {
    let asked = 0;
    await startServers(2, (command, server) => {
      if (command.name === 'cluster') return listServers();
      if (server !== 0 || !isData(command)) return undefined;
      asked++;
      return `-MOVED ${calculateSlot(String(command.args[0]))} 127.0.0.1:${impostors[1]?.port}\r\n`;
    });
    open();
    await untilUp(cache);
    await store(cache, TEN);
    expect(asked).toBeGreaterThan(0);
    asked = 0;
    expect(await cache.getMany(toKeys(TEN))).toEqual(toPredictions(TEN));
    expect(asked).toBe(0);
  });

  it('follows ASK behind ASKING, and asks the owner again the next time', async () => {
    let asked = 0;
    const order: string[] = [];
    await startServers(2, (command, server) => {
      if (command.name === 'cluster') return listServers();
      if (server === 1) order.push(command.name);
      if (server !== 0 || !isData(command)) return undefined;
      asked++;
      return `-ASK ${calculateSlot(String(command.args[0]))} 127.0.0.1:${impostors[1]?.port}\r\n`;
    });
    open();
    await untilUp(cache);
    await store(cache, TEN);
    expect(await cache.getMany(toKeys(TEN))).toEqual(toPredictions(TEN));
    const once = asked;
    expect(order.join()).toContain('asking,set');
    expect(order.join()).toContain('asking,getrange');
    await cache.getMany(toKeys(TEN));
    expect(asked).toBeGreaterThan(once);
  });

  it('follows a redirect once, and ends at servers that redirect to each other', async () => {
    await startServers(2, (command, server) => {
      if (command.name === 'cluster') return listServers();
      if (!isData(command)) return undefined;
      return `-MOVED ${calculateSlot(String(command.args[0]))} 127.0.0.1:${impostors[1 - server]?.port}\r\n`;
    });
    open();
    await untilUp(cache);
    const before = commands().reduce((sum, count) => sum + count, 0);
    expect(await cache.getMany(toKeys(TEN))).toEqual(TEN.map(() => undefined));
    expect(commands().reduce((sum, count) => sum + count, 0) - before).toBe(2 * TEN.length);
    expect(cache.tiers[0]?.counters.errors).toBe(TEN.length);
  });

  it('does not follow a redirect about another slot than that of the key', async () => {
    await startServers(2, (command, server) => {
      if (command.name === 'cluster') return listServers();
      if (server !== 0 || !isData(command)) return undefined;
      return `-MOVED ${(calculateSlot(String(command.args[0])) + 1) % LAST_SLOT} 127.0.0.1:${impostors[1]?.port}\r\n`;
    });
    open();
    await untilUp(cache);
    const before = impostors[1]?.commands ?? 0;
    const [first] = TEN.filter(({ key }) => calculateSlot(`sentiment:${key}`) <= LAST_SLOT / 2);
    expect(await cache.getMany([first?.key ?? ''])).toEqual([undefined]);
    expect(impostors[1]?.commands).toBe(before);
  });

  it('drops the connection whose values are those of other keys, and no other', async () => {
    let isWrong = false;
    await startServers(2, (command, server) => {
      if (command.name === 'cluster') return listServers();
      const [wrong] = TEN;
      if (!isWrong || !wrong || server !== 0 || command.name !== 'getrange' || !isData(command)) return undefined;
      return bulkString(encodePrediction('another key', wrong.prediction));
    });
    open();
    await untilUp(cache);
    const many = entries(40);
    await store(cache, many);
    const [first, second] = impostors.map(({ connections }) => connections);
    isWrong = true;
    const found = await cache.getMany(toKeys(many));
    expect(found.filter((prediction) => prediction !== undefined).length).toBeGreaterThan(5);
    while (impostors[0]?.connections === first) await sleep(5);
    expect(impostors[1]?.connections).toBe(second);
  });

  it('opens no connection to a server that only a redirect names', async () => {
    await startServers(2, (command, server) => {
      if (command.name === 'cluster') return listServers([0]);
      if (server !== 0 || !isData(command)) return undefined;
      return `-MOVED ${calculateSlot(String(command.args[0]))} 127.0.0.1:${impostors[1]?.port}\r\n`;
    });
    open();
    await untilUp(cache);
    expect(await cache.getMany(toKeys(TEN))).toEqual(TEN.map(() => undefined));
    expect(impostors[1]?.connections).toBe(0);
  });

  it('learns of a new server within a second after a redirect', async () => {
    let isKnown = false;
    await startServers(2, (command, server) => {
      if (command.name === 'cluster') return listServers(isKnown ? [1] : [0]);
      if (server !== 0 || !isKnown || !isData(command)) return undefined;
      return `-MOVED ${calculateSlot(String(command.args[0]))} 127.0.0.1:${impostors[1]?.port}\r\n`;
    });
    open();
    await untilUp(cache);
    isKnown = true;
    await cache.getMany(toKeys(TEN));
    while (impostors[1]?.connections === 0) await sleep(5);
    await untilUp(cache);
    await store(cache, TEN);
    expect(await cache.getMany(toKeys(TEN))).toEqual(toPredictions(TEN));
  });

  it.each([
    ['an error', '-ERR This instance has cluster support disabled\r\n', 'ERR'],
    ['no servers', '*0\r\n', 'the cluster names no servers'],
    ['words', '*1\r\n$2\r\nOK\r\n', 'the reply to CLUSTER SLOTS cannot be read'],
    ['a string', '$2\r\nOK\r\n', 'a reply has the wrong type'],
    ['an array of 2 ** 32 elements', '*4294967296\r\n', 'an array announces a length that is not allowed'],
    ['nested arrays without an end', '*1\r\n'.repeat(70_000), 'an array announces a length that is not allowed'],
    ['an array and one more', '*0\r\n*0\r\n', 'a reply arrived that no command waits for'],
  ])('is down, with a reason, when the server lists its cluster by %s', async (_, reply, reason) => {
    await startServers(1, ({ name }) => (name === 'cluster' ? reply : undefined));
    open();
    while (reports.length === 0) await sleep(1);
    expect(reports[0]).toContain('No server lists the servers of the Redis Cluster');
    expect(cache.tiers[0]?.state).toEqual({ status: 'down', reason: `Redis is unavailable: ${reason}` });
    expect(await cache.getMany(toKeys(TEN))).toEqual(TEN.map(() => undefined));
    expect(cache.tiers[0]?.counters.skipped).toBe(TEN.length);
  });

  it('says how many slots have no server', async () => {
    await startServers(1, ({ name }) => {
      if (name !== 'cluster') return undefined;
      return `*1\r\n*3\r\n:0\r\n:16000\r\n*2\r\n${String(bulkString('127.0.0.1'))}:${impostors[0]?.port}\r\n`;
    });
    open();
    while (cache.tiers[0]?.state.status !== 'partial') await sleep(1);
    expect(cache.tiers[0].state.reason).toBe(
      'A part of the Redis Cluster cannot be used: 383 hash slots have no server',
    );
  });
});
