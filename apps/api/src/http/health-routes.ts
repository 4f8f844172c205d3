/** What machines ask for every few seconds. */
export const HEALTH_ROUTES: ReadonlySet<string> = new Set([
  '/health',
  '/health/live',
  '/health/ready',
  '/health/startup',
  '/metrics',
]);
