/** Where a Redis server or a sentinel listens. */
export interface RedisEndpoint {
  /** A name or an IP address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** The parts of a Redis URL. */
export interface RedisAddress {
  /** One server; or servers of one cluster; or sentinels. */
  readonly endpoints: readonly [RedisEndpoint, ...RedisEndpoint[]];
  readonly database: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** `rediss://`: TLS, with the host's name checked. */
  readonly tls: boolean;
}

const DEFAULT_PORT = 6379;
/** Scheme, login, hosts, and the rest. */
const PARTS = /^([a-z]+:\/\/)([^/?#]*@)?([^/?#@]*)(.*)$/is;

/**
 * Reads `redis://[user[:password]@]host[:port][,host[:port]…][/database]`, or `rediss://` for TLS.
 *
 * @throws Error with what is wrong; the URL itself is not quoted, because it may hold a password
 */
export function parseRedisUrl(text: string): RedisAddress {
  const [, scheme = '', login = '', hosts = '', rest = ''] = PARTS.exec(text) ?? [];
  const [first, ...others] = scheme === '' ? [text] : hosts.split(',').map((host) => scheme + login + host + rest);
  const url = parseUrl(first ?? '');
  const database = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  if (database === undefined) throw new Error('must name the database by its number');
  return {
    endpoints: [toEndpoint(url), ...others.map((other) => toEndpoint(parseUrl(other)))],
    database: Number(database),
    username: url.username === '' ? undefined : decodeURIComponent(url.username),
    password: url.password === '' ? undefined : decodeURIComponent(url.password),
    tls: url.protocol === 'rediss:',
  };
}

/** A name or an address, without what could make two lines of a log. */
const HOST = /^[\w.:-]{1,255}$/;

/** Checks an endpoint that a server named. @returns undefined when it is none */
export function parseEndpoint(host: unknown, port: unknown): RedisEndpoint | undefined {
  if (typeof host !== 'string' || !HOST.test(host) || !/^\d{1,5}$/.test(String(port))) return undefined;
  const number = Number(port);
  return number >= 1 && number <= 65_535 ? { host, port: number } : undefined;
}

/** An endpoint in one word, to compare and to log. */
export function formatEndpoint({ host, port }: RedisEndpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function parseUrl(text: string): URL {
  if (!URL.canParse(text)) throw new Error('is not a URL');
  const url = new URL(text);
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') throw new Error('must begin with redis:// or rediss://');
  if (url.hostname === '') throw new Error('must name a host');
  if (url.search !== '' || url.hash !== '') throw new Error('must have nothing after the database number');
  return url;
}

function toEndpoint(url: URL): RedisEndpoint {
  // URL keeps the brackets of an IPv6 address.
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
  };
}
