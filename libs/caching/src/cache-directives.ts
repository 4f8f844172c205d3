/** What a client wants of the cache. */
export interface CacheDirectives {
  readonly mayRead: boolean;
  readonly mayStore: boolean;
}

const UNRESTRICTED: CacheDirectives = { mayRead: true, mayStore: true };

/**
 * Reads a request's Cache-Control (RFC 9111, 5.2.1): `no-cache` wants a new answer, `no-store` leaves nothing behind.
 * Others, and what cannot be read, mean nothing here.
 */
export function cacheDirectives(cacheControl: string | undefined): CacheDirectives {
  if (cacheControl === undefined) return UNRESTRICTED;
  const directives = new Set(cacheControl.split(',').map((directive) => directive.trim().toLowerCase()));
  return { mayRead: !directives.has('no-cache'), mayStore: !directives.has('no-store') };
}
