import type { Application } from 'express';

/** The page of the playground. Where it exists only for requests of HTML, its path has no GET for others. */
const PAGE_PATH = '/';
/** A setting of Express: whether `GET /` answers all clients. */
export const ROOT_ANSWERS_ALL = 'root answers all clients';
/** A literal colon in the path of a route. */
const ESCAPED_COLON = '\\:';

/** The methods that each documented path takes, read off Express' own routing table. */
export function listRouteMethods(server: Application, path: string): string[] {
  const methods = new Set<string>();
  for (const { route } of server.router.stack) {
    if (route?.path.replaceAll(ESCAPED_COLON, ':') !== path) continue;
    for (const layer of route.stack) methods.add(layer.method.toUpperCase());
  }
  if (path === PAGE_PATH && !server.enabled(ROOT_ANSWERS_ALL)) methods.delete('GET');
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}
