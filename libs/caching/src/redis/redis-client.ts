import type { KeyValue } from './redis-commands.js';
import type { ProtocolError } from './redis-errors.js';
import type { RedisState } from './redis-state.js';

/** `skipped`: not asked for, because the server of the key is down. `failed`: asked for without an answer. */
export type ReadResult = Buffer | 'skipped' | 'failed';

/** The port behind which the values are kept: one server, a cluster, or a primary that sentinels name. */
export interface RedisClient {
  /** What Redis can be used for now. */
  readonly state: RedisState;

  /** Reads values, in the order of their keys. A missing value is an empty buffer. Never rejects. */
  getMany(keys: readonly string[]): Promise<ReadResult[]>;

  /**
   * Stores values. Never rejects.
   * @returns the number of values that were stored
   */
  setMany(entries: readonly KeyValue[]): Promise<number>;

  /** Closes the connection to the server of a key, and establishes a new one. */
  drop(key: string, cause: ProtocolError): void;

  /** Closes all connections; pending commands fail. */
  close(): void;
}
