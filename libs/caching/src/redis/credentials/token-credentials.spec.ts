import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { TokenCredentials, type AccessToken } from './token-credentials.js';

const HOUR_MS = 3_600_000;

function makeToken(claims: object): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
}

/** Credentials that get what `answers` hold, one after the other, and what they log. */
function open(answers: (AccessToken | Error)[], username?: string) {
  const clock = new ManualClock();
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  let asked = 0;
  const credentials = new TokenCredentials({
    clock,
    random: () => 0,
    logger: { log, warn: log },
    username,
    getToken: () => {
      const answer = answers[asked++] ?? new Error('asked too often');
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
  let renewals = 0;
  credentials.onRenewal(() => renewals++);
  return {
    credentials,
    clock,
    lines,
    asked: () => asked,
    renewals: () => renewals,
    /** Time passes, and what was asked for arrives. */
    pass: async (ms: number) => {
      clock.advance(ms);
      await new Promise(setImmediate);
    },
  };
}

const first = { token: makeToken({ oid: 'object-id', part: 1 }), lifetimeMs: HOUR_MS };
const second = { token: makeToken({ oid: 'object-id', part: 2 }), lifetimeMs: HOUR_MS };

describe('TokenCredentials', () => {
  it('log in as the object ID of the token, or as the user of the URL', async () => {
    const { credentials } = open([first]);
    await credentials.refresh();
    expect(credentials.login).toEqual({ username: 'object-id', password: first.token });
    const named = open([first], 'alias');
    await named.credentials.refresh();
    expect(named.credentials.login.username).toBe('alias');
  });

  it('get one token for all connections, as long as it is valid', async () => {
    const { credentials, asked } = open([first]);
    await Promise.all([credentials.refresh(), credentials.refresh()]);
    await credentials.refresh();
    expect(asked()).toBe(1);
  });

  it('renew the token after three quarters of its lifetime, and tell the open connections', async () => {
    const { credentials, renewals, pass } = open([first, second]);
    await credentials.refresh();
    await pass(0.75 * HOUR_MS - 1);
    expect([credentials.login.password, renewals()]).toEqual([first.token, 1]);
    await pass(1);
    expect([credentials.login.password, renewals()]).toEqual([second.token, 2]);
  });

  it('keep the last token while there is no other, try again every two seconds, and say so once each', async () => {
    const { credentials, pass, lines, renewals } = open([first, new Error('no'), new Error('no'), second]);
    await credentials.refresh();
    await pass(0.75 * HOUR_MS);
    await pass(2_000);
    expect([credentials.login.password, renewals()]).toEqual([first.token, 1]);
    await pass(2_000);
    expect([credentials.login.password, renewals()]).toEqual([second.token, 2]);
    expect(lines).toEqual([
      'No access token for Redis, and the last one stays in use: no',
      'Access tokens for Redis are issued again',
    ]);
  });

  it('log what is wrong with a token without an object ID', async () => {
    const { credentials, lines } = open([{ token: makeToken({}), lifetimeMs: HOUR_MS }]);
    await credentials.refresh();
    expect(credentials.login).toEqual({});
    expect(lines[0]).toContain('the token names no object ID; set the user in REDIS_URL');
  });

  it('let a connection wait for one second at most', async () => {
    const clock = new ManualClock();
    const log = () => {};
    const getToken = () => new Promise<never>(() => {});
    const options = { clock, random: () => 0, logger: { log, warn: log }, username: undefined, getToken };
    const credentials = new TokenCredentials(options);
    const refreshed = credentials.refresh();
    clock.advance(1_000);
    await refreshed;
    expect(credentials.login).toEqual({});
  });

  it('give an identity service up that does not answer, and ask it again', async () => {
    const clock = new ManualClock();
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    let asked = 0;
    const getToken = () => (asked++ === 0 ? new Promise<never>(() => {}) : Promise.resolve(first));
    const options = { clock, random: () => 0, logger: { log, warn: log }, username: undefined, getToken };
    const credentials = new TokenCredentials(options);
    void credentials.refresh();
    clock.advance(30_000);
    await new Promise(setImmediate);
    expect(lines[0]).toContain('no answer within 30000 ms');
    clock.advance(2_000);
    await new Promise(setImmediate);
    expect(credentials.login.password).toBe(first.token);
  });

  it('ask a service that refuses every two seconds, however many connections want a token', async () => {
    const { credentials, asked, pass } = open([new Error('no'), first]);
    await credentials.refresh();
    await credentials.refresh();
    await pass(1_999);
    await credentials.refresh();
    expect(asked()).toBe(1);
    await pass(1);
    expect(asked()).toBe(2);
  });

  it('refuse a token that has expired, and do not ask at once for another one', async () => {
    const { credentials, asked, lines, pass } = open([{ ...first, lifetimeMs: -1 }, second]);
    await credentials.refresh();
    await pass(1_999);
    expect([asked(), credentials.login, lines[0]]).toEqual([1, {}, expect.stringContaining('has expired already')]);
  });

  it('ask for no token after the end', async () => {
    const { credentials, asked, pass } = open([first]);
    await credentials.refresh();
    credentials.close();
    await pass(HOUR_MS);
    await credentials.refresh();
    expect(asked()).toBe(1);
  });
});
