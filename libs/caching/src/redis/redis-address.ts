/** Where Redis is and how to get in. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** `rediss://`: TLS, with the host's name checked. */
  readonly tls: boolean;
}

const DEFAULT_PORT = 6379;

/**
 * Reads `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS.
 *
 * @throws Error with what is wrong; the URL itself is not quoted, because it may hold a password
 */
export function parseRedisUrl(text: string): RedisAddress {
  if (!URL.canParse(text)) throw new Error('is not a URL');
  const url = new URL(text);
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') throw new Error('must begin with redis:// or rediss://');
  if (url.hostname === '') throw new Error('must name a host');
  if (url.search !== '' || url.hash !== '') throw new Error('must have nothing after the database number');
  const database = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  if (database === undefined) throw new Error('must name the database by its number');
  return {
    // URL keeps the brackets of an IPv6 address.
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    database: Number(database),
    username: url.username === '' ? undefined : decodeURIComponent(url.username),
    password: url.password === '' ? undefined : decodeURIComponent(url.password),
    tls: url.protocol === 'rediss:',
  };
}
