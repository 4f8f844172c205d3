import { RedisConnection, type RedisConnectionOptions } from './redis-connection.js';
import type { ReadResult, RedisClient } from './redis-client.js';
import type { KeyValue } from './redis-commands.js';
import type { RedisServerState } from './redis-state.js';

export type StandaloneClientOptions = Omit<RedisConnectionOptions, 'isClusterServer' | 'ownsKey'>;

/** All values on one server. */
export class StandaloneClient implements RedisClient {
  private readonly connection: RedisConnection;

  constructor(options: StandaloneClientOptions) {
    this.connection = new RedisConnection({ ...options, isClusterServer: false, ownsKey: () => true });
  }

  get state(): RedisServerState {
    return this.connection.state;
  }

  async getMany(keys: readonly string[]): Promise<ReadResult[]> {
    if (this.state.status === 'down') return keys.map(() => 'skipped');
    try {
      const values = await this.connection.getMany(keys);
      return values.map((value) => (Buffer.isBuffer(value) ? { value, source: this.connection } : 'failed'));
    } catch {
      return keys.map(() => 'failed');
    }
  }

  async setMany(entries: readonly KeyValue[]): Promise<number> {
    if (this.state.status !== 'up') return 0;
    const replies = await this.connection.setMany(entries);
    return replies.filter((reply) => reply === undefined).length;
  }

  close(): void {
    this.connection.close();
  }
}
