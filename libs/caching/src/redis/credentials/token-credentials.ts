import { toError, toLogCause } from '../redis-errors.js';
import type { RedisRuntime } from '../redis-options.js';
import type { RedisCredentials, RedisLogin } from './redis-credentials.js';

export interface AccessToken {
  readonly token: string;
  /** Time from now to its expiry. */
  readonly lifetimeMs: number;
}

export interface TokenCredentialsOptions extends RedisRuntime {
  /** Replaces the object ID in the token. */
  readonly username: string | undefined;
  /** Gets a new token at each call, never one that it gave before. */
  readonly getToken: () => Promise<AccessToken>;
}

const REFRESH_WITHIN_MS = 1_000;
/** The identity service may accept a connection and never answer. */
const GET_WITHIN_MS = 30_000;
/** A new token is got after this part of the lifetime: the rest is left for the identity service to come back. */
const RENEW_AFTER = 0.75;
/** All pods get their tokens at another time. */
const RENEW_JITTER = 0.1;
const RETRY_AFTER_MS = 2_000;

/**
 * Access tokens as passwords, as Azure Managed Redis takes them: the user is the object ID of the identity, and a
 * connection whose token expires is closed by Redis unless it logs in again with a new one.
 */
export class TokenCredentials implements RedisCredentials {
  private current: RedisLogin = {};
  private expiresMs = Number.NEGATIVE_INFINITY;
  private retryMs = Number.NEGATIVE_INFINITY;
  private pending: Promise<void> | undefined;
  private cancelRenewal: () => void = () => {};
  private readonly listeners = new Set<() => void>();
  private isClosed = false;
  private isFailing = false;

  constructor(private readonly options: TokenCredentialsOptions) {}

  get login(): RedisLogin {
    return this.current;
  }

  /** Gets a token when there is none that is valid, but not more often than every two seconds after a failure. */
  async refresh(): Promise<void> {
    const nowMs = this.options.clock.nowMs();
    if (this.isClosed || nowMs < this.expiresMs || nowMs < this.retryMs) return;
    await this.withLimit(this.renew(), REFRESH_WITHIN_MS, (resolve) => {
      resolve();
    });
  }

  onRenewal(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    this.isClosed = true;
    this.cancelRenewal();
    this.listeners.clear();
  }

  private renew(): Promise<void> {
    return (this.pending ??= this.getNext().finally(() => (this.pending = undefined)));
  }

  private async getNext(): Promise<void> {
    const { clock, random, logger, getToken, username } = this.options;
    this.cancelRenewal();
    try {
      const { token, lifetimeMs } = await this.withLimit(getToken(), GET_WITHIN_MS, (_, reject) => {
        reject(new Error(`no answer within ${GET_WITHIN_MS} ms`));
      });
      if (!(lifetimeMs > 0)) throw new Error('the token has expired already');
      this.current = { username: username ?? readObjectId(token), password: token };
      this.expiresMs = clock.nowMs() + lifetimeMs;
      this.schedule(Math.max(RETRY_AFTER_MS, lifetimeMs * (RENEW_AFTER + RENEW_JITTER * random())));
      if (this.isFailing) logger.log('Access tokens for Redis are issued again');
      this.isFailing = false;
      for (const listener of this.listeners) listener();
    } catch (error) {
      const cause = toLogCause(toError(error));
      if (!this.isFailing) logger.warn(`No access token for Redis, and the last one stays in use: ${cause}`);
      this.isFailing = true;
      this.retryMs = clock.nowMs() + RETRY_AFTER_MS;
      this.schedule(RETRY_AFTER_MS);
    }
  }

  private schedule(delayMs: number): void {
    if (this.isClosed) return;
    this.cancelRenewal = this.options.clock.after(delayMs, () => {
      void this.renew();
    });
  }

  /** Waits for a promise, but no longer than a time limit. What comes later is ignored. */
  private async withLimit<Value>(
    promise: Promise<Value>,
    limitMs: number,
    onLimit: (resolve: (value: Value) => void, reject: (error: Error) => void) => void,
  ): Promise<Value> {
    let cancelTimer = () => {};
    const limit = new Promise<Value>((resolve, reject) => {
      cancelTimer = this.options.clock.after(limitMs, () => {
        onLimit(resolve, reject);
      });
    });
    try {
      return await Promise.race([promise, limit]);
    } finally {
      cancelTimer();
    }
  }
}

/**
 * The claim `oid` of a token: the name of the identity's user in Azure Managed Redis. The signature is for Redis to check.
 *
 * @throws Error when the token has no such claim
 */
function readObjectId(token: string): string {
  const [, payload = ''] = token.split('.');
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString() || 'null');
  if (typeof claims === 'object' && claims && 'oid' in claims && typeof claims.oid === 'string') return claims.oid;
  throw new Error('the token names no object ID; set the user in REDIS_URL');
}
