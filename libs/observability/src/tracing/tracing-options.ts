import { REQUIRED_VALUES, toList, VALUES_WITH_DEFAULT } from './otel-variables.js';

/** How spans travel over HTTP; gRPC is not spoken. */
export type OtlpProtocol = 'http/json' | 'http/protobuf';

export interface TracingOptions {
  readonly protocol: OtlpProtocol;
  /** Whether a request continues the trace of its `traceparent` header. */
  readonly continuesTraces: boolean;
  /** Names of variables whose value is not supported. OpenTelemetry must not see them. */
  readonly ignored: readonly string[];
}

/**
 * Reads the standard variables of OpenTelemetry.
 *
 * @returns undefined when traces are off
 * @throws Error naming each variable that says where spans go, and has a value that is not supported; no value is quoted
 */
export function readTracingOptions(environment: NodeJS.ProcessEnv): TracingOptions | undefined {
  const read = (name: string) => {
    const value = environment[name] ?? '';
    return value.trim() === '' ? undefined : value;
  };
  if (read('OTEL_SDK_DISABLED')?.trim().toLowerCase() === 'true') return undefined;
  const exporters = toList(read('OTEL_TRACES_EXPORTER') ?? '');
  const endpoint = read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ?? read('OTEL_EXPORTER_OTLP_ENDPOINT');
  if (exporters.length === 0 && endpoint === undefined) return undefined;
  if (exporters.length === 1 && exporters[0] === 'none') return undefined;

  const violations = [...REQUIRED_VALUES].flatMap(([name, [isSupported, demand]]) => {
    const value = read(name);
    return value === undefined || isSupported(value) ? [] : [`${name} ${demand}`];
  });
  if (violations.length > 0) throw new Error(violations.join('; '));
  if (exporters.includes('none')) return undefined;

  const ignored = [...VALUES_WITH_DEFAULT].flatMap(([name, isSupported]) => {
    const value = read(name);
    return value === undefined || isSupported(value) ? [] : [name];
  });
  const protocol = read('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ?? read('OTEL_EXPORTER_OTLP_PROTOCOL');
  const propagators = ignored.includes('OTEL_PROPAGATORS') ? undefined : read('OTEL_PROPAGATORS');
  return {
    protocol: protocol === 'http/json' ? 'http/json' : 'http/protobuf',
    continuesTraces: propagators === undefined || toList(propagators).includes('tracecontext'),
    ignored,
  };
}
