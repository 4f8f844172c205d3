import { redisInsStore } from 'cache-manager-ioredis-yet';
import type { Redis } from 'ioredis';
import { CircuitBreaker } from './circuit-breaker.js';
import { connectRedis, createRedis, type RedisServerAccess } from './create-redis.js';
import type { RedisLogin } from './credentials/redis-credentials.js';
import type { Redirect } from './cluster/redirect.js';
import { MAX_VALUE_BYTES, RedisCommands, type KeyValue, type RedisCommandsOptions } from './redis-commands.js';
import { isReplyError, ProtocolError, RedisConnectionError, SilenceError, toError } from './redis-errors.js';
import type { RedisEndpoint } from './redis-address.js';
import type { ValueSource } from './redis-client.js';
import type { RedisRuntime } from './redis-options.js';
import { logRedisState, type RedisServerState } from './redis-state.js';
import { StateChangeNotifier } from './state-change-notifier.js';

export interface RedisConnectionOptions extends RedisServerAccess, RedisCommandsOptions, RedisRuntime {
  /** What the log calls this server. */
  readonly name: string;
  /** Whether the server owns a key; in a cluster, others own the rest. */
  readonly ownsKey: (key: string) => boolean;
}

const FAILURES_TO_OPEN = 3;
const PROBE_INTERVAL_MS = 500;
/** While Redis refuses writes, one value is tried in each interval. */
const WRITE_PROBE_INTERVAL_MS = 1_000;
/** Probes without a reply after which the connection is closed: TCP would keep it for a quarter of an hour. */
const MAX_SILENT_PROBES = 2;
/** Shortest time between two lines that Redis is unavailable. */
const DEBOUNCE_MS = 10_000;
/** A replica still answers reads: they must not be interrupted by a reconnection after each refused write. */
const LOOK_FOR_PRIMARY_EVERY_MS = 5_000;
const FIRST_DELAY_MS = 50;
const MAX_DELAY_MS = 1_000;
/** Names that are tried for a probe: one server of a thousand owns one of them, almost always. */
const MAX_PROBE_NAMES = 5_000;
/**
 * Keys with a wrong value after which the connection is dropped, when no right value came in between. One value that is
 * damaged is a miss; wrong values under all keys are the replies to other commands.
 */
const MAX_WRONG_KEYS = 3;

/**
 * One connection to one server of Redis. It may be absent, slow, silent, hostile or without room at any time: the service
 * starts without it, and the connection is established as soon as it is available. Two circuit breakers tell what the
 * server can be used for: one for the connection, and one for writes.
 */
export class RedisConnection implements ValueSource {
  private readonly redis: Redis;
  private readonly commands: RedisCommands;
  private readonly circuitBreaker: CircuitBreaker;
  private readonly writeCircuitBreaker: CircuitBreaker;
  private readonly ignoreRenewals: () => void;
  private readonly notifier: StateChangeNotifier;
  private attempts = 0;
  private silentProbes = 0;
  /** The login of the present connection. */
  private usedLogin: RedisLogin | undefined;
  /** Keys that had a wrong value since the last right one. */
  private readonly wrongKeys = new Set<string>();
  private lookedForPrimaryMs = Number.NEGATIVE_INFINITY;
  /** Whether the connection is closed in order to find the primary by a new one. */
  private isLookingForPrimary = false;
  /** The error of the present connection. */
  private fault: Error | undefined;
  /** What a probe of the writes stores. */
  private lastWritten: KeyValue | undefined;

  constructor(private readonly options: RedisConnectionOptions) {
    const { clock, logger, name, credentials } = options;
    // The store's own methods would revive stored text into code, and turn one broken value into misses for all keys.
    const redis = createRedis(options, MAX_VALUE_BYTES, {
      delayMs: () => this.reconnectDelayMs(),
      lookForPrimary: (error) => this.lookForPrimary(error),
    });
    this.redis = redisInsStore(redis).client as Redis;
    this.commands = new RedisCommands(this.redis, options);
    this.notifier = new StateChangeNotifier({
      clock,
      debounceMs: DEBOUNCE_MS,
      onChange: (state, before) => {
        logRedisState(name, state, before, logger);
      },
    });
    const noteState = () => {
      this.notifier.note(this.state);
    };
    this.circuitBreaker = new CircuitBreaker({
      clock,
      failuresToOpen: FAILURES_TO_OPEN,
      probeIntervalMs: PROBE_INTERVAL_MS,
      initialCause: new RedisConnectionError('not connected yet'),
      probe: () => this.probe(),
      onOpen: () => {
        if (!this.isLookingForPrimary) noteState();
      },
      onClose: () => {
        this.attempts = 0;
        this.silentProbes = 0;
        noteState();
        if (this.writeCircuitBreaker.openCause) this.writeCircuitBreaker.probeNow();
      },
    });
    this.writeCircuitBreaker = new CircuitBreaker({
      clock,
      failuresToOpen: 1,
      probeIntervalMs: WRITE_PROBE_INTERVAL_MS,
      initialCause: undefined,
      probe: () => this.probeWrites(),
      onOpen: noteState,
      onClose: noteState,
    });
    this.redis.on('connecting', () => {
      this.usedLogin = credentials.login;
    });
    this.redis.on('connect', () => {
      this.wrongKeys.clear();
      this.fault = undefined;
      this.silentProbes = 0;
      this.isLookingForPrimary = false;
    });
    this.redis.on('error', (error: Error) => (this.fault = error));
    this.redis.on('close', () => {
      this.circuitBreaker.open(this.fault ?? new RedisConnectionError('the connection was closed'));
      this.isLookingForPrimary = false;
    });
    // 'ready' comes before the replies to AUTH and SELECT. The reply to a probe comes after them.
    this.redis.on('ready', () => {
      this.circuitBreaker.probeNow();
      if (this.usedLogin !== credentials.login) void this.logInAgain();
    });
    this.ignoreRenewals = credentials.onRenewal(() => void this.logInAgain());
    // The error is emitted as an event, too.
    connectRedis(this.redis, credentials).catch(() => {});
  }

  get endpoint(): RedisEndpoint {
    return this.options.endpoint;
  }

  /** What the server can be used for now. */
  get state(): RedisServerState {
    const { openCause } = this.circuitBreaker;
    if (openCause) return { status: 'down', cause: openCause };
    const refusal = this.writeCircuitBreaker.openCause;
    return refusal ? { status: 'read-only', cause: refusal } : { status: 'up' };
  }

  /**
   * Reads values in one round trip. A missing value, or one that is no string, is an empty buffer.
   *
   * @param isAsking whether another server of the cluster sent these keys here, and does not own their slots yet
   * @throws Error when Redis does not reply in time, or refuses
   */
  async getMany(keys: readonly string[], isAsking = false): Promise<(Buffer | Redirect)[]> {
    const beganMs = this.options.clock.nowMs();
    try {
      const values = await this.commands.fetch(keys, isAsking);
      this.circuitBreaker.record(beganMs);
      return values;
    } catch (error) {
      this.circuitBreaker.record(beganMs, toError(error));
      throw error;
    }
  }

  /**
   * Stores values in one round trip. When Redis refuses all of them, the next ones are not to be sent until a probe is
   * stored.
   * @returns for each value undefined, or why it was not stored: Redis may refuse some, and can still be read
   */
  async setMany(entries: readonly KeyValue[], isAsking = false): Promise<(undefined | Error | Redirect)[]> {
    const beganMs = this.options.clock.nowMs();
    this.lastWritten = entries.at(-1);
    try {
      const replies = await this.commands.store(entries, isAsking);
      this.circuitBreaker.record(beganMs);
      const [refusal] = replies;
      if (refusal instanceof Error && replies.every((reply) => reply instanceof Error)) {
        this.writeCircuitBreaker.record(beganMs, refusal);
      }
      return replies;
    } catch (error) {
      const failure = toError(error);
      this.circuitBreaker.record(beganMs, failure);
      return entries.map(() => failure);
    }
  }

  private isReady(): boolean {
    return this.redis.status === 'ready';
  }

  noteValue(key: string, isRight: boolean): void {
    if (isRight) {
      this.wrongKeys.clear();
    } else if (this.wrongKeys.add(key).size >= MAX_WRONG_KEYS && this.isReady()) {
      this.wrongKeys.clear();
      this.redis.stream.destroy(new ProtocolError('replies hold the values of other keys'));
    }
  }

  /** Closes the connection; pending commands fail. */
  close(): void {
    this.ignoreRenewals();
    this.notifier.stop();
    this.circuitBreaker.stop();
    this.writeCircuitBreaker.stop();
    this.redis.disconnect();
  }

  /**
   * A connection that fails a probe is closed: at once when Redis refused the probe, because a new connection logs in
   * with the current password; after several probes when Redis stays silent. (ioredis' `socketTimeout` would outlive the
   * connection that it was set for and end the next one: 5.11.1.)
   */
  private async probe(): Promise<void> {
    if (!this.isReady()) throw this.fault ?? new RedisConnectionError('not connected yet');
    try {
      const [value] = await this.commands.fetch([this.chooseProbeName()]);
      // After a refused login or SELECT the connection still answers, as another user or from another database.
      if (this.fault) throw this.fault;
      // A redirect is a right reply, too: the slot has moved.
      if (Buffer.isBuffer(value) && value.length !== 0)
        throw new ProtocolError('a reply holds a value for a key without a value');
    } catch (error) {
      // It was closed meanwhile: the reason for that is the cause.
      if (!this.isReady()) throw this.fault ?? error;
      const isSilent = error instanceof SilenceError && ++this.silentProbes < MAX_SILENT_PROBES;
      if (!isSilent) {
        this.fault ??= toError(error);
        this.redis.disconnect(true);
      }
      throw error;
    }
  }

  /**
   * A key without a value, and with a new name each time: a stored value would look like a reply to another command. The
   * server must own it, because a server of a cluster redirects before it looks whether it can answer.
   */
  private chooseProbeName(): string {
    const number = this.options.random();
    let name = '';
    for (let attempt = 0; attempt < MAX_PROBE_NAMES; attempt++) {
      name = `probe ${number} ${attempt}`;
      if (this.options.ownsKey(name)) break;
    }
    return name;
  }

  /** Stores the last value once more. Without a reply, the cause of the refusal stays. */
  private async probeWrites(): Promise<void> {
    const cause = this.writeCircuitBreaker.openCause;
    if (this.circuitBreaker.openCause || !this.lastWritten) throw toError(cause);
    const [reply] = await this.commands.store([this.lastWritten]).catch(() => [toError(cause)]);
    if (reply instanceof Error) throw reply;
  }

  /** Logs an open connection in with a new token. A refusal ends it: a new connection may get in. */
  private async logInAgain(): Promise<void> {
    const { username, password } = this.options.credentials.login;
    if (!this.isReady() || username === undefined || password === undefined) return;
    try {
      await this.redis.auth(username, password);
    } catch (error) {
      if (!isReplyError(error)) return;
      this.fault = toError(error);
      this.redis.disconnect(true);
    }
  }

  /** The reply may end the connection before the pipeline has all of its replies, so the refusal is noted here. */
  private lookForPrimary(refusal: Error): boolean {
    this.writeCircuitBreaker.open(refusal);
    const nowMs = this.options.clock.nowMs();
    if (nowMs - this.lookedForPrimaryMs < LOOK_FOR_PRIMARY_EVERY_MS) return false;
    this.lookedForPrimaryMs = nowMs;
    this.isLookingForPrimary = true;
    return true;
  }

  private reconnectDelayMs(): number {
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** this.attempts++, MAX_DELAY_MS);
    return delayMs * (0.5 + this.options.random() / 2);
  }
}
