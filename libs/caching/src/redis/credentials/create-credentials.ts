import type { RedisAccess, RedisRuntime } from '../redis-options.js';
import { getEntraToken } from './get-entra-token.js';
import { PasswordCredentials } from './password-credentials.js';
import type { RedisCredentials } from './redis-credentials.js';
import { TokenCredentials } from './token-credentials.js';

/** The login to the servers of Redis. */
export function createCredentials(options: RedisAccess & RedisRuntime): RedisCredentials {
  const { address, login, passwordFile } = options;
  const { username, password } = address;
  switch (login) {
    case 'password':
      return new PasswordCredentials({ username, password, passwordFile, clock: options.clock });
    case 'entra-id':
      return new TokenCredentials({ ...options, username, getToken: getEntraToken });
  }
}
