import type { KeyValue } from './redis-commands.js';
import type { RedisState } from './redis-state.js';

/** The connection that a value came from. */
export interface ValueSource {
  /**
   * Takes note of a value that was checked. A connection is closed and established anew after several wrong values in a
   * row under different keys: they are the replies to other commands.
   */
  noteValue(key: string, isRight: boolean): void;
}

export interface ReadValue {
  /** Empty for a missing value. */
  readonly value: Buffer;
  readonly source: ValueSource;
}

/** `skipped`: not asked for, because the server of the key is down. `failed`: asked for without an answer. */
export type ReadResult = ReadValue | 'skipped' | 'failed';

/** The port behind which the values are kept: one server, a cluster, or a primary that sentinels name. */
export interface RedisClient {
  /** What Redis can be used for now. */
  readonly state: RedisState;

  /** Reads values, in the order of their keys. Never rejects. */
  getMany(keys: readonly string[]): Promise<ReadResult[]>;

  /**
   * Stores values. Never rejects.
   * @returns the number of values that were stored
   */
  setMany(entries: readonly KeyValue[]): Promise<number>;

  /** Closes all connections; pending commands fail. */
  close(): void;
}
