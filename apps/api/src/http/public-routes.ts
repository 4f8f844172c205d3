import { HEALTH_ROUTES } from './health-routes.js';

/** The only routes without API key and rate limit: those of probes, dashboards and readers. */
export const PUBLIC_ROUTES: ReadonlySet<string> = new Set([...HEALTH_ROUTES, '/docs', '/openapi.json']);
