/** What machines ask for every few seconds. */
export const HEALTH_ROUTES: ReadonlySet<string> = new Set([
  '/health',
  '/health/live',
  '/health/ready',
  '/health/startup',
  '/v2/health/live',
  '/v2/health/ready',
  '/metrics',
]);
