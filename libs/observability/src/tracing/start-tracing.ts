import type { RequestTracer } from './request-tracer.js';

/** By the standard variables alone: somewhere to send spans to, or the wish to. */
function isWanted(environment: NodeJS.ProcessEnv): boolean {
  if (environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return false;
  const exporters = (environment.OTEL_TRACES_EXPORTER ?? '').split(',').map((name) => name.trim());
  if (exporters.includes('none')) return false;
  return (
    exporters.includes('otlp') ||
    Boolean(environment.OTEL_EXPORTER_OTLP_ENDPOINT) ||
    Boolean(environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
  );
}

/**
 * Traces, if the environment wants them: OpenTelemetry is not even loaded otherwise.
 * @param version the service's
 * @param logger receives one warning, when spans cannot be sent
 * @throws Error for a protocol that is not spoken
 */
export async function startTracing(
  environment: NodeJS.ProcessEnv,
  version: string,
  logger: Pick<Console, 'warn'>,
): Promise<RequestTracer | undefined> {
  if (!isWanted(environment)) return undefined;
  const { createOtelTracer } = await import('./otel-tracer.js');
  const protocol = environment.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? environment.OTEL_EXPORTER_OTLP_PROTOCOL;
  if (protocol !== undefined && protocol !== 'http/json' && protocol !== 'http/protobuf') {
    throw new Error('OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf or http/json');
  }
  return createOtelTracer(protocol ?? 'http/protobuf', version, logger);
}
