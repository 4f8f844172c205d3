import type { Application } from 'express';

/** The page of the playground. It exists only for requests of HTML, so that for others its path has no GET. */
const PAGE_PATH = '/';

/** The methods that each documented path takes, read off Express' own routing table. */
export function listRouteMethods(server: Application, path: string): string[] {
  const methods = new Set<string>();
  for (const { route } of server.router.stack) {
    if (route?.path !== path) continue;
    for (const layer of route.stack) methods.add(layer.method.toUpperCase());
  }
  if (path === PAGE_PATH) methods.delete('GET');
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}
