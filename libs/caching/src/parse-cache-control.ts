import type { CacheDirectives } from '#libs/prediction';

const UNRESTRICTED: CacheDirectives = { mayRead: true, mayStore: true };

/**
 * Reads a request's Cache-Control (RFC 9111, 5.2.1): `no-cache` asks for a new answer, `no-store` forbids storing it.
 * Other directives and unreadable values have no effect.
 */
export function parseCacheControl(cacheControl: string | undefined): CacheDirectives {
  if (cacheControl === undefined) return UNRESTRICTED;
  const directives = new Set(cacheControl.split(',').map((directive) => directive.trim().toLowerCase()));
  return { mayRead: !directives.has('no-cache'), mayStore: !directives.has('no-store') };
}
