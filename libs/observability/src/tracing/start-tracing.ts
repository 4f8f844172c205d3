import type { RequestTracer } from './request-tracer.js';
import { readTracingOptions } from './tracing-options.js';

/**
 * Starts traces, if the environment wants them: OpenTelemetry is not even loaded otherwise.
 *
 * @param environment the process' own, which OpenTelemetry reads, too: a variable whose value is not supported is removed,
 * so that OpenTelemetry takes its default
 * @param version the service's
 * @param logger receives a warning for each such variable, and one when spans cannot be sent
 * @throws Error naming each variable that says where spans go, and has a value that is not supported
 */
export async function startTracing(
  environment: NodeJS.ProcessEnv,
  version: string,
  logger: Pick<Console, 'warn'>,
): Promise<RequestTracer | undefined> {
  const options = readTracingOptions(environment);
  if (!options) return undefined;
  for (const name of options.ignored) {
    logger.warn(`${name} has a value that is not supported: the service uses the default`);
    Reflect.deleteProperty(environment, name);
  }
  const { createOtelTracer } = await import('./otel-tracer.js');
  return createOtelTracer(options, version, logger);
}
