import type { IncomingMessage } from 'node:http';

const DOCS = '/docs';
/** A path that leads nowhere, or a method that it does not take. */
const NO_ROUTE = 'none';
/** A literal colon in the path of a route: escaped for Express, or encoded as some clients do. */
const COLON = /\\:|%3a/gi;

/** What Express hangs on a request. */
interface Routed {
  readonly route?: { readonly path: string };
  /** As it came: `path` is cut while a mounted handler has the request. */
  readonly originalUrl: string;
}

/** The route that Express took for a request; the files of Swagger UI count as one. */
export function getMatchedRoute(request: IncomingMessage): string {
  const { route, originalUrl } = request as unknown as Routed;
  if (route && !route.path.startsWith(DOCS)) return route.path.replace(COLON, ':');
  return /^\/docs(?=[/?]|$)/.test(originalUrl) ? DOCS : NO_ROUTE;
}
