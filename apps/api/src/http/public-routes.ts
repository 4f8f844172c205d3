import { HEALTH_ROUTES } from './health-routes.js';

/** The only routes that ask nobody for a key and count nobody's requests: those of probes, dashboards and readers. */
export const PUBLIC_ROUTES: ReadonlySet<string> = new Set([...HEALTH_ROUTES, '/docs', '/openapi.json']);
