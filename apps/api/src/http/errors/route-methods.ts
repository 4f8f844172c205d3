import type { Application } from 'express';

/** The methods that each documented path takes, read off Express' own routing table. */
export function listRouteMethods(server: Application, path: string): string[] {
  const methods = new Set<string>();
  for (const { route } of server.router.stack) {
    if (route?.path !== path) continue;
    for (const layer of route.stack) methods.add(layer.method.toUpperCase());
  }
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}
