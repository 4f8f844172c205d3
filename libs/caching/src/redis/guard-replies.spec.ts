import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { bulkString, RedisImpostor, type ImpostorBehavior, type ImpostorCommand } from '#libs/testing';
import type { CacheEntry } from '../prediction-cache.js';
import { encodePrediction } from '../stored-prediction.js';
import { openRedisCache, store, untilUp } from './redis-cache-under-test.fake.js';
import type { RedisCache } from './redis-cache.js';

const ENTRIES = Array.from({ length: 10 }, (_, index): CacheEntry => {
  return {
    key: `key ${index}`,
    prediction: { logits: Float32Array.of(index, 1), truncated: false, tokens: 3, unknownTokens: 0, readChars: 9 },
  };
});
const KEYS = ENTRIES.map(({ key }) => key);

let impostor: RedisImpostor;
let cache: RedisCache;
let reports: string[];

afterEach(async () => {
  await cache.close();
  await impostor.stop();
});

async function open(behavior: ImpostorBehavior): Promise<void> {
  impostor = await RedisImpostor.start(0, behavior);
  ({ cache, reports } = openRedisCache(`redis://127.0.0.1:${impostor.port}`));
}

/** Right replies to the probe and ten writes; then those of the test to the reads. */
function toReads(reply: (command: ImpostorCommand, read: number) => Buffer | string): ImpostorBehavior {
  return {
    reply: (command) => (command.place > 10 ? reply(command, command.place - 11) : command.rightReply),
  };
}

const after = (bytes: Buffer | string) => toReads(({ rightReply }) => Buffer.concat([rightReply, Buffer.from(bytes)]));
const instead = (bytes: Buffer | string) => toReads(() => bytes);

describe('the guard before the parser of the client', () => {
  it('lets the replies of Redis pass', async () => {
    await open({});
    await untilUp(cache);
    await store(cache, ENTRIES);
    expect(await cache.getMany(KEYS)).toEqual(ENTRIES.map(({ prediction }) => prediction));
    expect(reports).toEqual(['up']);
  });

  it('lets replies pass that come in single bytes', async () => {
    await open(
      toReads(({ rightReply, socket }) => {
        for (const byte of rightReply) socket.write(Buffer.of(byte));
        return '';
      }),
    );
    await untilUp(cache);
    await store(cache, ENTRIES);
    expect(await cache.getMany(KEYS)).toEqual(ENTRIES.map(({ prediction }) => prediction));
  });

  it.each<[string, ImpostorBehavior, string]>([
    ['a surplus null', after('$-1\r\n'), 'a bulk string announces a length that is not allowed'],
    ['a surplus value', after(bulkString('a')), 'a reply arrived that no command waits for'],
    ['an array of 2 ** 32 elements', instead('*4294967296\r\n'), 'a reply has the wrong type'],
    ['arrays of 2 ** 25 elements', instead('*33554431\r\n'.repeat(1_000)), 'a reply has the wrong type'],
    ['nested arrays', instead('*1\r\n'.repeat(100_000)), 'a reply has the wrong type'],
    ['a simple string for a value', instead('+OK\r\n'), 'a reply has the wrong type'],
    ['an error without an end', instead(`-${'a'.repeat(100_000)}`), 'a line of a reply is longer than 16384 bytes'],
    ['a value of 512 MiB', instead('$536870912\r\na'), 'a bulk string announces a length that is not allowed'],
  ])('ends the connection at %s, and fails the reads', async (_, behavior, reason) => {
    await open(behavior);
    await untilUp(cache);
    await store(cache, ENTRIES);
    expect(await cache.getMany(KEYS)).toEqual(KEYS.map(() => undefined));
    while (reports.length < 2) await sleep(1);
    expect(reports[1]).toContain(`down Redis is unavailable, and the service answers without it: ${reason}`);
  });

  it('ends the connection at a reply before the first command', async () => {
    await open({ greet: (socket) => socket.write('+OK\r\n') });
    while (reports.length === 0) await sleep(1);
    expect(reports[0]).toMatch(/a reply (arrived that no command waits for|has the wrong type)/);
    expect(await cache.getMany(KEYS)).toEqual(KEYS.map(() => undefined));
  });
});

describe('the guard before the parser of the client: values of other keys', () => {
  const valueFor = (index: number) => {
    const { key, prediction } = ENTRIES[index % ENTRIES.length] ?? {
      key: '',
      prediction: { logits: [], truncated: false, tokens: 3, unknownTokens: 0, readChars: 9 },
    };
    return bulkString(encodePrediction(key, { ...prediction, logits: Float32Array.from(prediction.logits) }));
  };

  it('are never taken, and end the connection', async () => {
    await open(toReads((_, read) => valueFor(read + 1)));
    await untilUp(cache);
    await store(cache, ENTRIES);
    expect(await cache.getMany(KEYS)).toEqual(KEYS.map(() => undefined));
    while (reports.length < 2) await sleep(1);
    expect(reports[1]).toContain('replies hold the values of other keys');
  });

  it('are misses while right values come in between: they were stored in the wrong place', async () => {
    await open(toReads((_, read) => valueFor(read % 3 === 0 ? read : read + 1)));
    await untilUp(cache);
    await store(cache, ENTRIES);
    expect(await cache.getMany(KEYS)).toEqual(
      ENTRIES.map(({ prediction }, index) => (index % 3 === 0 ? prediction : undefined)),
    );
    expect(reports).toEqual(['up']);
  });

  it('are misses for one key, however often it is read', async () => {
    await open(toReads(() => valueFor(1)));
    await untilUp(cache);
    await store(cache, ENTRIES);
    for (let read = 0; read < 20; read++) expect(await cache.getMany(['key 0'])).toEqual([undefined]);
    expect(reports).toEqual(['up']);
  });
});
