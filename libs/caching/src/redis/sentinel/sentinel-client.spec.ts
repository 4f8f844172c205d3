import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { bulkString, freePort, RedisImpostor } from '#libs/testing';
import { entries, toKeys } from '../../prediction-cache-contract.fake.js';
import { openRedisCache, untilUp } from '../redis-cache-under-test.fake.js';
import type { RedisCache } from '../redis-cache.js';

const TEN = entries(10);

let impostors: RedisImpostor[] = [];
let cache: RedisCache;
let reports: string[];

afterEach(async () => {
  await cache.close();
  for (const impostor of impostors) await impostor.stop();
  impostors = [];
});

/** A server that is a sentinel, a Redis, or both. @param answer what it says of the primary */
async function start(answer: () => Buffer | string = () => '*-1\r\n'): Promise<RedisImpostor> {
  const impostor = await RedisImpostor.start(0, {
    reply: ({ name, rightReply }) => (name === 'sentinel' ? answer() : rightReply),
  });
  impostors.push(impostor);
  return impostor;
}

function nameAddress(port: number): string {
  return `*2\r\n${String(bulkString('127.0.0.1'))}${String(bulkString(String(port)))}`;
}

function open(ports: readonly number[]): void {
  const hosts = ports.map((port) => `127.0.0.1:${port}`).join();
  const options = { topology: 'sentinel', sentinelPrimary: 'main' } as const;
  ({ cache, reports } = openRedisCache(`redis://${hosts}`, options));
}

describe('SentinelClient', () => {
  it('uses the primary that most sentinels name, and needs no answer from the others', async () => {
    const [primary, former] = [await start(), await start()];
    const sentinels = [
      await start(() => nameAddress(former.port)),
      await start(() => nameAddress(primary.port)),
      await start(() => nameAddress(primary.port)),
    ];
    open([...sentinels.map(({ port }) => port), await freePort()]);
    await untilUp(cache);
    expect(reports).toContain(`Redis server 127.0.0.1:${primary.port} answers`);
    expect(former.connections).toBe(0);
  });

  it('moves to the primary that the sentinels name when the last one is gone', async () => {
    const [first, second] = [await start(), await start()];
    let primary = first;
    const sentinel = await start(() => nameAddress(primary.port));
    open([sentinel.port]);
    await untilUp(cache);
    primary = second;
    await first.stop();
    while (second.connections === 0) await sleep(5);
    await untilUp(cache);
    expect(reports.at(-1)).toBe(`Redis server 127.0.0.1:${second.port} answers`);
  });

  it.each([
    ['an error', '-NOAUTH Authentication required.\r\n', 'NOAUTH'],
    ['nothing', '*-1\r\n', 'a sentinel knows no primary of this name'],
    ['one word', '*1\r\n$4\r\nmain\r\n', 'the reply of a sentinel cannot be read'],
    ['a port that is none', `*2\r\n$1\r\na\r\n$1\r\nb\r\n`, 'the reply of a sentinel cannot be read'],
    ['a string', '$2\r\nOK\r\n', 'a reply has the wrong type'],
    ['an array of 2 ** 32 elements', '*4294967296\r\n', 'an array announces a length that is not allowed'],
  ])('is down, with a reason, when the sentinels answer %s', async (_, reply, reason) => {
    const sentinel = await start(() => reply);
    open([sentinel.port]);
    while (reports.length === 0) await sleep(1);
    expect(reports[0]).toContain('No sentinel names the primary of Redis');
    expect(cache.tiers[0]?.state).toEqual({ status: 'down', reason: `Redis is unavailable: ${reason}` });
    expect(await cache.getMany(toKeys(TEN))).toEqual(TEN.map(() => undefined));
    expect(cache.tiers[0]?.counters.skipped).toBe(TEN.length);
  });
});
