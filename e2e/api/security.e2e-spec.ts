import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Api, postJson, repository, startApi } from '#libs/testing';
import { untilStatus } from '../until-status.js';

const [KEY, OTHER_KEY] = ['first-0123456789abcdef', 'second-0123456789abcdef'];

let folder: string;
let keyFile: string;
const apis: Api[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
  keyFile = join(folder, 'keys');
  writeFileSync(keyFile, `shop:${KEY}\n`);
});
afterEach(async () => {
  await Promise.all(apis.splice(0).map((api) => api.stop()));
  rmSync(folder, { recursive: true });
});

async function start(env: Record<string, string> = {}): Promise<Api> {
  const api = await startApi({ env });
  apis.push(api);
  return api;
}

const guarded = () => start({ API_KEYS_FILE: keyFile });
const predict = (url: string, headers: Record<string, string> = {}) =>
  postJson(url, { text: ['This is fun'] }, headers);

/** Every route that Express has, and what stands before it. */
const GUARDS = {
  'GET /': 'open',
  'GET /docs': 'open',
  'GET /docs/': 'open',
  'GET /docs/index.html': 'open',
  'GET /docs/LICENSE': 'open',
  // Swagger UI asks for it so when its page is at /docs.
  'GET /docs/docs/swagger-ui-init.js': 'open',
  'GET /docs/swagger-ui-init.js': 'open',
  'GET /health': 'open',
  'GET /health/live': 'open',
  'GET /health/ready': 'open',
  'GET /health/startup': 'open',
  'GET /metrics': 'open',
  'GET /model': 'key, rate',
  'GET /openapi.json': 'open',
  'GET /playground/assets/:name': 'open',
  'GET /info': 'key, rate',
  'GET /v1/models': 'key, rate',
  'GET /v1/models/:name': 'key, rate',
  'GET /v2': 'key, rate',
  'GET /v2/health/live': 'open',
  'GET /v2/health/ready': 'open',
  'GET /v2/models': 'key, rate',
  'GET /v2/models/:name': 'key, rate',
  'GET /v2/models/:name/ready': 'open',
  'GET /v2/models/:name/versions/:version': 'key, rate',
  'GET /v2/models/:name/versions/:version/ready': 'open',
  'POST /': 'key, rate',
  'POST /analyze': 'key, rate',
  'POST /classify': 'key, rate',
  'POST /language/%3Aanalyze-text': 'key, rate',
  'POST /language/%3aanalyze-text': 'key, rate',
  'POST /language/\\:analyze-text': 'key, rate',
  'POST /language/analyze-text/jobs': 'key, rate',
  'POST /models/:owner/:name': 'key, rate',
  'POST /predict': 'key, rate',
  // The signature, or the key, is looked for after the body was read: e2e/routes/comprehend-cbor.e2e-spec.ts.
  'POST /service/Comprehend_20171127/operation/:operation': 'rate',
  'POST /text/analytics/:version/*operation': 'key, rate',
  'POST /text/analytics/v3.0/sentiment': 'key, rate',
  'POST /text/analytics/v3.1/sentiment': 'key, rate',
  'POST /v1/classify': 'key, rate',
  'POST /v1/documents%3AanalyzeSentiment': 'key, rate',
  'POST /v1/documents%3aanalyzeSentiment': 'key, rate',
  'POST /v1/documents\\:analyzeSentiment': 'key, rate',
  'POST /v1/documents%3A:method': 'key, rate',
  'POST /v1/documents%3a:method': 'key, rate',
  'POST /v1/documents\\::method': 'key, rate',
  'POST /v2/documents%3AanalyzeSentiment': 'key, rate',
  'POST /v2/documents%3aanalyzeSentiment': 'key, rate',
  'POST /v2/documents\\:analyzeSentiment': 'key, rate',
  'POST /v2/documents%3A:method': 'key, rate',
  'POST /v2/documents%3a:method': 'key, rate',
  'POST /v2/documents\\::method': 'key, rate',
  'POST /v1/models/:name%3Apredict': 'key, rate',
  'POST /v1/models/:name%3apredict': 'key, rate',
  'POST /v1/models/:name\\:predict': 'key, rate',
  'POST /v2/models/:name/infer': 'key, rate',
  'POST /v2/models/:name/versions/:version/infer': 'key, rate',
  'POST /v2/repository/index': 'key, rate',
};

describe('security: every route', () => {
  it('is open by name, or asks for a key and counts', async () => {
    const entry = join(repository, 'dist/e2e/print-routes.js');
    const { stdout } = await promisify(execFile)(process.execPath, [entry]);
    const { url } = await start({ API_KEYS_FILE: keyFile, RATE_LIMIT_REQUESTS: '1000' });
    const found: Record<string, string> = {};
    for (const [method = '', path = ''] of JSON.parse(stdout) as string[][]) {
      // A literal colon of a path is escaped there.
      const target = url + path.replace('\\', '');
      const withoutKey = await fetch(target, { method });
      const withKey = await fetch(target, { method, headers: { 'x-api-key': KEY } });
      const guards = [withoutKey.status === 401 ? 'key' : [], withKey.headers.has('ratelimit') ? 'rate' : []].flat();
      found[`${method} ${path}`] = guards.join(', ') || 'open';
    }
    expect(found).toEqual(GUARDS);
  });
});

describe('security: an API key', () => {
  it.each([
    ['none', {}],
    ['an unknown one', { 'x-api-key': OTHER_KEY }],
    ['a shorter one', { 'x-api-key': KEY.slice(0, -1) }],
    ['a longer one', { authorization: `Bearer ${KEY}x` }],
    ['another scheme', { authorization: `Basic ${KEY}` }],
    ['an empty one', { 'x-api-key': '' }],
  ])('is asked for with 401 and WWW-Authenticate: %s', async (_, headers) => {
    const { url } = await guarded();
    const response = await predict(url, headers);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="sentiment"');
    expect(await response.json()).toMatchObject({ type: 'urn:sentiment:problem:unauthorized' });
  });

  it('is taken as Bearer and as X-API-Key, and its name is in the log', async () => {
    const api = await guarded();
    expect((await predict(api.url, { authorization: `Bearer ${KEY}` })).status).toBe(200);
    expect((await predict(api.url, { 'x-api-key': KEY })).status).toBe(200);
    // A gateway's own Authorization is not the client's.
    expect((await predict(api.url, { authorization: 'Bearer e30.e30.c2ln', 'x-api-key': KEY })).status).toBe(200);
    await expect.poll(() => api.output().match(/"client":"shop"/g)?.length).toBe(3);
    expect(api.output()).not.toContain(KEY);
  });

  it('is named in the log by its own name, so that the use of an old key is seen', async () => {
    writeFileSync(keyFile, `shop-2026-05:${KEY}\nshop-2026-11:${OTHER_KEY}\n`);
    const api = await guarded();
    for (const key of [KEY, OTHER_KEY, OTHER_KEY]) await predict(api.url, { 'x-api-key': key });
    const count = (name: string) => api.output().match(new RegExp(`"client":"${name}"`, 'g'))?.length;
    await expect.poll(() => [count('shop-2026-05'), count('shop-2026-11')]).toEqual([1, 2]);
  });

  it('works within five seconds of being written, and an old one no longer does', async () => {
    const { url } = await guarded();
    writeFileSync(keyFile, `shop:${OTHER_KEY}\n`);
    const began = performance.now();
    await untilStatus(() => predict(url, { 'x-api-key': OTHER_KEY }), 200);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect((await predict(url, { 'x-api-key': KEY })).status).toBe(401);
  });

  it('is asked for before the body is read', async () => {
    const { url } = await guarded();
    const response = await new Promise<number | undefined>((resolve) => {
      const request = httpRequest(`${url}/predict`, { method: 'POST', headers: { 'content-length': '1000' } });
      request.once('response', ({ statusCode }) => {
        request.destroy();
        resolve(statusCode);
      });
      request.once('error', () => {});
      request.flushHeaders();
    });
    expect(response).toBe(401);
  });

  it('is shown in OpenAPI: needed where the service asks, optional where it does not', async () => {
    const getSecurity = async (url: string) => {
      const document = (await (await fetch(`${url}/openapi.json`)).json()) as {
        paths: Record<string, Record<string, { security?: unknown }>>;
        components: { securitySchemes: object };
      };
      expect(Object.keys(document.components.securitySchemes).sort()).toEqual(['apiKey', 'bearer']);
      return [document.paths['/predict']?.post?.security, document.paths['/health']?.get?.security];
    };
    const keys = [{ bearer: [] }, { apiKey: [] }];
    expect(await getSecurity((await guarded()).url)).toEqual([keys, undefined]);
    expect(await getSecurity((await start()).url)).toEqual([[{}, ...keys], undefined]);
  });

  it('is not asked for without a file, and one line warns of that', async () => {
    const api = await start();
    expect((await predict(api.url)).status).toBe(200);
    expect(api.output().match(/API_KEYS_FILE is not set/g)).toHaveLength(1);
  });
});

describe('security: an answer to a client with an API key', () => {
  const [asked, never] = ['Another client has asked this', 'No client has asked this'];

  /** A service whose client `office` has asked a text. */
  async function startAsked(env: Record<string, string> = {}): Promise<Api> {
    writeFileSync(keyFile, `shop:${KEY}\noffice:${OTHER_KEY}\n`);
    const api = await start({ API_KEYS_FILE: keyFile, ...env });
    expect((await postJson(api.url, { text: [asked] }, { 'x-api-key': OTHER_KEY })).status).toBe(200);
    return api;
  }

  /** What a client sees of an answer besides its values. */
  async function getForm({ url }: Api, text: readonly string[], headers: Record<string, string> = {}) {
    const response = await postJson(url, { text }, { 'x-api-key': KEY, ...headers });
    const body = (await response.json()) as object;
    const timing = response.headers.get('server-timing') ?? '';
    return {
      status: response.status,
      headers: [...response.headers.keys()].sort(),
      metrics: timing.split(', ').map((metric) => metric.split(';')[0]),
      fields: Object.keys(body),
    };
  }

  it('has the same form whether another client has asked the text or not', async () => {
    const api = await startAsked({ CORS_ORIGINS: '*', RATE_LIMIT_REQUESTS: '1000' });
    const origin = { origin: 'https://app.example.com' };
    const hit = await getForm(api, [asked], origin);
    expect(hit).toMatchObject({ status: 200, fields: ['predictions'] });
    expect(hit.headers).toEqual(expect.arrayContaining(['x-model', 'ratelimit']));
    expect(hit.headers.filter((name) => /cache-status|server-timing|^age$|^warning$/.test(name))).toEqual([]);
    expect(await getForm(api, [never], origin)).toEqual(hit);
    expect(await getForm(api, [asked, 'Nor this'], origin)).toEqual(hit);
    for (const directive of ['no-cache', 'no-store', 'only-if-cached', 'max-age=0', 'max-stale']) {
      const headers = { ...origin, 'cache-control': directive };
      expect(await getForm(api, [asked], headers)).toEqual(hit);
      expect(await getForm(api, [`Not with ${directive}`], headers)).toEqual(hit);
    }
  });

  it('tells nothing of the cache when it is an error', async () => {
    const api = await startAsked();
    for (const id of api.workerIds()) process.kill(id, 'SIGSTOP');
    const timeout = { 'x-request-timeout-ms': '300' };
    const partial = await getForm(api, [asked, never], timeout);
    const miss = await getForm(api, [never, 'Nor this'], timeout);
    for (const id of api.workerIds()) process.kill(id, 'SIGCONT');
    expect(partial).toEqual(miss);
    expect(partial.status).toBe(504);
    expect(partial.headers.filter((name) => /cache-status|server-timing/.test(name))).toEqual([]);
  });

  it('tells what the cache held with CACHE_STATUS=always', async () => {
    const api = await startAsked({ CACHE_STATUS: 'always' });
    const hit = await getForm(api, [asked]);
    expect([hit.headers.includes('cache-status'), hit.headers.includes('server-timing')]).toEqual([true, false]);
    const miss = await getForm(api, [never]);
    expect([miss.headers.includes('cache-status'), miss.metrics]).toEqual([true, ['tokenize', 'queue', 'run']]);
  });

  it('tells nothing of the cache with CACHE_STATUS=never, without keys as well', async () => {
    const api = await start({ CACHE_STATUS: 'never' });
    const miss = await getForm(api, [asked]);
    expect(miss.headers.filter((name) => /cache-status|server-timing/.test(name))).toEqual([]);
    expect(await getForm(api, [asked])).toEqual(miss);
  });
});

describe('security: a rate limit', () => {
  it('is 429 with Retry-After and the RateLimit headers, by key', async () => {
    writeFileSync(keyFile, `shop:${KEY}\noffice:${OTHER_KEY}\n`);
    const { url } = await start({ API_KEYS_FILE: keyFile, RATE_LIMIT_REQUESTS: '2', RATE_LIMIT_SECONDS: '3' });
    const first = await predict(url, { 'x-api-key': KEY });
    expect(first.headers.get('ratelimit-policy')).toBe('"default";q=2;w=3');
    expect(first.headers.get('ratelimit')).toMatch(/^"default";r=1;t=[1-3]$/);
    await predict(url, { 'x-api-key': KEY });
    const third = await predict(url, { 'x-api-key': KEY });
    expect(third.status).toBe(429);
    expect(await third.json()).toMatchObject({ type: 'urn:sentiment:problem:rate-limited' });
    expect((await predict(url, { 'x-api-key': OTHER_KEY })).status).toBe(200);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    const retryAfterMs = Number(third.headers.get('retry-after')) * 1_000;
    await sleep(retryAfterMs);
    expect((await predict(url, { 'x-api-key': KEY })).status).toBe(200);
  });

  it('counts two keys of one name as one client, and keys of two names as two', async () => {
    const third = 'third-0123456789abcdef';
    writeFileSync(keyFile, `shop:${KEY}\nshop:${OTHER_KEY}\nshop-2026-11:${third}\n`);
    const { url } = await start({ API_KEYS_FILE: keyFile, RATE_LIMIT_REQUESTS: '1' });
    const statuses: number[] = [];
    for (const key of [KEY, OTHER_KEY, third]) statuses.push((await predict(url, { 'x-api-key': key })).status);
    expect(statuses).toEqual([200, 429, 200]);
  });

  it('counts whoever tries keys, by address', async () => {
    const { url } = await start({ API_KEYS_FILE: keyFile, RATE_LIMIT_REQUESTS: '3' });
    const statuses: number[] = [];
    for (let turn = 0; turn < 5; turn++) statuses.push((await predict(url, { 'x-api-key': OTHER_KEY })).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await predict(url, { 'x-api-key': KEY })).status).toBe(200);
  });

  it('believes X-Forwarded-For only from proxies that it was told of', async () => {
    const limited = { RATE_LIMIT_REQUESTS: '1' };
    const [trusting, plain] = await Promise.all([start({ ...limited, TRUSTED_PROXIES: 'loopback' }), start(limited)]);
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const statuses = async (url: string) => {
      const first = await predict(url, from('192.0.2.1'));
      const second = await predict(url, from('192.0.2.2'));
      const third = await predict(url, from('192.0.2.1'));
      return [first.status, second.status, third.status];
    };
    expect(await statuses(trusting.url)).toEqual([200, 200, 429]);
    expect(await statuses(plain.url)).toEqual([200, 429, 429]);
  });

  describe('behind a proxy', () => {
    const limit = { RATE_LIMIT_REQUESTS: '2', TRUSTED_PROXIES: '1' };
    const sendFrom = async (url: string, spellings: readonly string[]): Promise<number[]> => {
      const statuses: number[] = [];
      for (const spelling of spellings) {
        const response = await fetch(`${url}/model`, { headers: { 'x-forwarded-for': spelling } });
        await response.arrayBuffer();
        statuses.push(response.status);
      }
      return statuses;
    };

    it.each([
      ['an address and ports', ['192.0.2.1:1', '192.0.2.1:2', '192.0.2.1:3', '192.0.2.1:4']],
      ['an address, alone and with a port', ['192.0.2.1', '192.0.2.1:2', '"192.0.2.1:3"', '192.0.2.1']],
      ['an IPv4 address as IPv6', ['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:c000:0201', '[::ffff:192.0.2.1]:4']],
      ['lists', ['192.0.2.1', 'unknown, 192.0.2.1:2', '198.51.100.1,192.0.2.1:3', '198.51.100.2:9,\t192.0.2.1:4']],
      ['IPv6 and ports', ['[2001:db8::1]:1', '[2001:db8::1]:2', '[2001:db8::1]', '2001:db8::1']],
      ['IPv6', ['2001:db8::1', '2001:DB8::1', '2001:0db8:0:0:0:0:0:1', '2001:db8::1%eth0']],
      ['the addresses of an IPv6 network', ['2001:db8::1', '2001:db8::2', '[2001:db8::3]:3', '2001:db8::ffff:4']],
      ['names that are no address', ['unknown', '_hidden', '_other:3', 'made-up']],
      ['long values', [1, 2, 3, 4].map((digit) => String(digit).repeat(15_000))],
    ])('counts one client in every spelling: %s', async (_, spellings) => {
      const { url } = await start(limit);
      expect(await sendFrom(url, spellings)).toEqual([200, 200, 429, 429]);
    });

    it('counts each client by itself', async () => {
      const { url } = await start(limit);
      const clients = ['192.0.2.1:1', '192.0.2.2:1', '[2001:db8:0:1::1]:1', '[2001:db8:0:2::1]:1', 'unknown'];
      for (const client of clients) expect(await sendFrom(url, [client, client, client])).toEqual([200, 200, 429]);
    });

    it('counts a client that the proxy does not name by the address of the proxy', async () => {
      const { url } = await start(limit);
      expect(await sendFrom(url, ['unknown', 'unknown', '127.0.0.1', '[::ffff:127.0.0.1]:4'])).toEqual([
        200, 200, 429, 429,
      ]);
    });
  });
});

describe('security: browsers', () => {
  it('get headers that keep pages from misusing answers', async () => {
    const { url } = await start();
    const { headers } = await predict(url);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.has('x-powered-by')).toBe(false);
    // The other end of TLS says these, if anybody.
    expect(headers.has('strict-transport-security')).toBe(false);
    const page = (await fetch(`${url}/docs`)).headers;
    expect(page.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
    expect(page.has('strict-transport-security')).toBe(false);
  });

  it('may call from the origins that are set, and from no other', async () => {
    const { url } = await start({ CORS_ORIGINS: 'https://app.example.com, https://b.example.com' });
    const allowed = async (origin: string, method: string) => {
      const headers = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-api-key',
      };
      return (await fetch(`${url}/predict`, { method, headers })).headers.get('access-control-allow-origin');
    };
    expect(await allowed('https://app.example.com', 'OPTIONS')).toBe('https://app.example.com');
    expect(await allowed('https://b.example.com', 'POST')).toBe('https://b.example.com');
    expect(await allowed('https://evil.example.com', 'OPTIONS')).toBeNull();
    const plain = await start();
    const response = await fetch(`${plain.url}/predict`, {
      method: 'OPTIONS',
      headers: { origin: 'https://a.example' },
    });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([405, null]);
  });
});

describe('security: connections', () => {
  it('past the limit are closed, and those within it are served', async () => {
    const { url } = await start({ MAX_CONNECTIONS: '10' });
    const port = Number(new URL(url).port);
    const sockets = Array.from({ length: 40 }, () => connect(port, '127.0.0.1').on('error', () => {}));
    const open = () => sockets.filter((socket) => !socket.closed && socket.readyState === 'open');
    for (const socket of sockets) socket.resume();
    await expect.poll(() => sockets.some(({ connecting }) => connecting)).toBe(false);
    await expect.poll(() => open().length).toBeLessThanOrEqual(10);
    expect(open().length).toBeGreaterThanOrEqual(8);
    for (const socket of sockets) socket.destroy();
    await expect.poll(async () => (await predict(url).catch(() => undefined))?.status).toBe(200);
  });
});
