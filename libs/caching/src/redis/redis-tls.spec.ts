import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, makeCertificate, RedisServer, type Certificate } from '#libs/testing';
import { openRedisCache, store } from './redis-cache-under-test.fake.js';
import type { RedisCache } from './redis-cache.js';

const ENTRY = {
  key: 'a',
  prediction: { logits: Float32Array.of(1, 2), truncated: false, tokens: 3, unknownTokens: 0, readChars: 9 },
};

describe.skipIf(isMissing('redis-server', 'openssl'))('Redis behind TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'redis-tls-'));
  let own: Certificate;
  let other: Certificate;
  let server: RedisServer;
  let tlsPort: number;
  let cache: RedisCache;
  let reports: string[];

  beforeAll(async () => {
    own = makeCertificate(folder, 'own');
    other = makeCertificate(folder, 'other');
    server = await RedisServer.start();
    tlsPort = await server.openTlsPort(own);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    await cache.close();
  });

  function open(url: string, caFile: string | undefined): void {
    ({ cache, reports } = openRedisCache(url, { caFile }));
  }

  it('serves who trusts its authority', async () => {
    open(`rediss://localhost:${tlsPort}`, own.caFile);
    while (reports.length === 0) await sleep(1);
    expect(reports).toEqual(['up']);
    await store(cache, [ENTRY]);
    expect(await cache.getMany(['a'])).toEqual([ENTRY.prediction]);
  });

  it.each([
    ['signed by another authority', 'localhost', () => other.caFile, /certificate/],
    ['signed by none that the system knows', 'localhost', () => undefined, /certificate/],
    ['made out to another name', '127.0.0.1', () => own.caFile, /IP: 127\.0\.0\.1/],
  ])('is left alone when its certificate is %s, and never spoken to in the clear', async (_, host, caFile, reason) => {
    open(`rediss://${host}:${tlsPort}`, caFile());
    while (reports.length === 0) await sleep(1);
    await sleep(300);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatch(reason);
    expect(await cache.getMany(['a'])).toEqual([undefined]);
  });
});
