import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort, isMissing, RedisServer } from '#libs/testing';
import { openRedisCache, store } from './redis-cache-under-test.fake.js';
import type { RedisCache } from './redis-cache.js';

const ENTRY = {
  key: 'a',
  prediction: { logits: Float32Array.of(1, 2), truncated: false, tokens: 3, unknownTokens: 0, readChars: 9 },
};

/** An authority of our own, and a certificate of its for `localhost`. */
function certify(folder: string, authority: string): { caFile: string; certificate: string; key: string } {
  const path = (name: string) => join(folder, `${authority}-${name}`);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    path('ca.key'),
    '-out',
    path('ca.crt'),
    '-days',
    '2',
    '-subj',
    '/CN=test',
  );
  openssl('req', ...newKey, '-keyout', path('redis.key'), '-out', path('redis.csr'), '-subj', '/CN=localhost');
  writeFileSync(path('names'), 'subjectAltName=DNS:localhost');
  const signing = ['-CA', path('ca.crt'), '-CAkey', path('ca.key'), '-CAcreateserial', '-extfile', path('names')];
  openssl('x509', '-req', '-in', path('redis.csr'), ...signing, '-out', path('redis.crt'), '-days', '2');
  return { caFile: path('ca.crt'), certificate: path('redis.crt'), key: path('redis.key') };
}

describe.skipIf(isMissing('redis-server', 'openssl'))('Redis behind TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'redis-tls-'));
  let own: ReturnType<typeof certify>;
  let other: ReturnType<typeof certify>;
  let server: RedisServer;
  let tlsPort: number;
  let cache: RedisCache;
  let reports: string[];

  beforeAll(async () => {
    own = certify(folder, 'own');
    other = certify(folder, 'other');
    server = await RedisServer.start();
    tlsPort = await freePort();
    const files = ['tls-cert-file', own.certificate, 'tls-key-file', own.key, 'tls-ca-cert-file', own.caFile];
    await server.command('config', 'set', ...files, 'tls-auth-clients', 'no', 'tls-port', String(tlsPort));
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
