import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isMissing, postJson, startApi, TokenRedis, type Api, type RedisServer } from '#libs/testing';

const USER = TokenRedis.user;

describe.skipIf(isMissing('redis-server', 'openssl'))('a login to Redis with tokens of Microsoft Entra ID', () => {
  let tokens: TokenRedis;
  let redis: RedisServer;
  let api: Api | undefined;
  let lifetimeSeconds: number;

  beforeEach(async () => {
    lifetimeSeconds = 3_600;
    tokens = await TokenRedis.start(() => lifetimeSeconds);
    ({ redis } = tokens);
  });
  afterEach(async () => {
    await api?.stop();
    await tokens.stop();
  });

  async function start(): Promise<Api> {
    api = await startApi({ env: { ...tokens.environment, CACHE_MEMORY_BYTES: '0' } });
    return api;
  }

  async function ask(url: string, text: string): Promise<string | null> {
    const response = await postJson(url, { text: [text] });
    expect(response.status).toBe(200);
    return response.headers.get('Cache-Status');
  }

  async function untilHit(url: string, text: string): Promise<void> {
    while (!(await ask(url, text))?.includes('hit')) await sleep(20);
  }

  const users = async () => String(await redis.command('client', 'list')).split('\n');

  it('stores and finds predictions as the object ID of the identity', async () => {
    const { url } = await start();
    await untilHit(url, 'a good film');
    expect((await users()).some((line) => line.includes(`user=${USER}`))).toBe(true);
    expect(tokens.authority.tokens).toBe(1);
  });

  it('logs the open connection in with each new token, and loses no answer', async () => {
    lifetimeSeconds = 2;
    const api = await start();
    const { url } = api;
    await untilHit(url, 'a good film');
    const findId = async () => /\bid=(\d+)/.exec((await users()).find((line) => line.includes(USER)) ?? '')?.[1];
    const connection = await findId();
    const before = tokens.authority.tokens;
    while (tokens.authority.tokens < before + 3) expect(await ask(url, 'a good film')).toContain('hit');
    expect(await findId()).toBe(connection);
    expect(api.output()).not.toContain('Redis is unavailable');
  });

  it('answers without Redis while no token is issued, and uses Redis when one is', async () => {
    tokens.authority.isRefusing = true;
    const api = await start();
    const { url } = api;
    expect(await ask(url, 'a good film')).toContain('fwd=');
    while (!api.output().includes('No access token for Redis')) await sleep(20);
    expect(api.output()).toContain('AADSTS700016');
    expect(await (await fetch(`${url}/health/ready`)).text()).toContain('Redis is unavailable: NOAUTH');
    tokens.authority.isRefusing = false;
    await untilHit(url, 'a good film');
  });

  it('answers without Redis while Redis refuses the token', async () => {
    const api = await start();
    const { url } = api;
    await untilHit(url, 'a good film');
    await redis.command('acl', 'setuser', USER, 'off');
    await redis.command('client', 'kill', 'user', USER);
    while (!api.output().includes('Redis is unavailable')) await ask(url, 'a good film');
    await redis.command('acl', 'setuser', USER, 'on');
    await untilHit(url, 'a good film');
  });
});
