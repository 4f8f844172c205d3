import { describe, expect, it } from 'vitest';
import { readTracingOptions } from './tracing-options.js';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

describe('Tracing options: traces are off', () => {
  it.each([
    [{}],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_TRACES_EXPORTER: ' ' }],
    [{ OTEL_TRACES_SAMPLER: 'alwayson', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }],
    [{ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector', OTEL_TRACES_EXPORTER: 'none' }],
    [{ ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' }],
    [{ OTEL_TRACES_EXPORTER: 'console', OTEL_SDK_DISABLED: 'true' }],
  ])('with %j', (environment) => {
    expect(readTracingOptions(environment)).toBeUndefined();
  });
});

describe('Tracing options: traces are on', () => {
  it.each([
    [ENDPOINT, 'http/protobuf', true],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, 'http/protobuf', true],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector/v1/traces' }, 'http/protobuf', true],
    [{ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: '' }, 'http/protobuf', true],
    [{ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, 'http/json', true],
    [
      { ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf' },
      'http/protobuf',
      true,
    ],
    [{ ...ENDPOINT, OTEL_PROPAGATORS: 'baggage, tracecontext' }, 'http/protobuf', true],
    [{ ...ENDPOINT, OTEL_PROPAGATORS: 'none' }, 'http/protobuf', false],
    [{ ...ENDPOINT, OTEL_SDK_DISABLED: 'false' }, 'http/protobuf', true],
    [{ ...ENDPOINT, OTEL_TRACES_SAMPLER: 'traceidratio' }, 'http/protobuf', true],
  ])('with %j', (environment, protocol, continuesTraces) => {
    expect(readTracingOptions(environment)).toEqual({ protocol, continuesTraces, ignored: [] });
  });
});

describe('Tracing options: a value that says where spans go is refused by the name of its variable', () => {
  it.each([
    ['OTEL_TRACES_EXPORTER', 'console'],
    ['OTEL_TRACES_EXPORTER', 'otlp,console'],
    ['OTEL_TRACES_EXPORTER', 'none,zipkin'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'thrift'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', '//collector:4318/v1/traces'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'unix:///collector'],
    ['OTEL_EXPORTER_OTLP_CERTIFICATE', '/no/such/file'],
    ['OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY', '/no/such/file'],
  ])('%s=%s', (name, value) => {
    const read = () => readTracingOptions({ ...ENDPOINT, [name]: value });
    expect(read).toThrow(`${name} must be`);
    expect(read).not.toThrow(value);
  });

  it('together with the other ones', () => {
    expect(() => readTracingOptions({ OTEL_TRACES_EXPORTER: 'zipkin', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toThrow(
      /^OTEL_TRACES_EXPORTER must be .*; OTEL_EXPORTER_OTLP_PROTOCOL must be /,
    );
  });
});

describe('Tracing options: a value that only tunes is ignored', () => {
  it.each([
    ['OTEL_SDK_DISABLED', 'yes'],
    ['OTEL_TRACES_SAMPLER', 'alwayson'],
    ['OTEL_TRACES_SAMPLER', 'jaeger_remote'],
    ['OTEL_TRACES_SAMPLER_ARG', 'lots'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_PROPAGATORS', 'b3'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'team'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'team=%E0%A4%A'],
    ['OTEL_BSP_SCHEDULE_DELAY', '5s'],
    ['OTEL_BSP_MAX_QUEUE_SIZE', '-1'],
    ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', '0'],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', '10s'],
    ['OTEL_EXPORTER_OTLP_TRACES_COMPRESSION', 'zstd'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key'],
    ['OTEL_ATTRIBUTE_COUNT_LIMIT', 'many'],
  ])('%s=%s', (name, value) => {
    expect(readTracingOptions({ ...ENDPOINT, [name]: value })?.ignored).toEqual([name]);
  });

  it.each([
    ['OTEL_TRACES_SAMPLER_ARG', '0.25'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'team=mood,deployment.environment=test%20one'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Basic%20YTpi==,x-tenant=a'],
    ['OTEL_BSP_SCHEDULE_DELAY', '50'],
    ['OTEL_EXPORTER_OTLP_COMPRESSION', 'gzip'],
  ])('but not %s=%s', (name, value) => {
    expect(readTracingOptions({ ...ENDPOINT, [name]: value })?.ignored).toEqual([]);
  });
});
