import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EntraAuthority } from './entra-authority.js';
import { RedisServer } from './redis-server.js';

const ADMINISTRATOR_PASSWORD = 'of the administrator';

/** A real Redis behind TLS, whose user logs in with the token that an imitation of Microsoft Entra ID issued last. */
export class TokenRedis {
  static readonly user = EntraAuthority.objectId;

  private constructor(
    readonly redis: RedisServer,
    readonly authority: EntraAuthority,
    private readonly folder: string,
    private readonly tlsPort: number,
  ) {}

  /** @param lifetimeSeconds asked for each token */
  static async start(lifetimeSeconds: () => number): Promise<TokenRedis> {
    const folder = mkdtempSync(join(tmpdir(), 'token-redis-'));
    const redis = await RedisServer.start('--requirepass', ADMINISTRATOR_PASSWORD);
    redis.password = ADMINISTRATOR_PASSWORD;
    await redis.command('acl', 'setuser', TokenRedis.user, 'reset', 'on', '~*', '+getrange', '+set', '+select');
    const authority = await EntraAuthority.start({
      folder,
      lifetimeSeconds,
      // The last token is no longer valid when there is a new one.
      onToken: async (token) => {
        await redis.command('acl', 'setuser', TokenRedis.user, 'resetpass', `>${token}`);
      },
    });
    return new TokenRedis(redis, authority, folder, await redis.openTlsPort(authority.certificate));
  }

  /** Settings and variables of a service that uses it. */
  get environment(): Record<string, string> {
    return {
      ...this.authority.environment,
      REDIS_URL: `rediss://localhost:${this.tlsPort}`,
      REDIS_LOGIN: 'entra-id',
      REDIS_CA_FILE: this.authority.certificate.caFile,
    };
  }

  async stop(): Promise<void> {
    this.authority.stop();
    await this.redis.stop();
    rmSync(this.folder, { recursive: true });
  }
}
