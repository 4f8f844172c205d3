import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Api, postJson, repository, runApiToEnd, startApi } from '#libs/testing';
import { OtlpReceiver } from '../otlp-receiver.js';
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT_ID = '00f067aa0ba902b7';

let receiver: OtlpReceiver;
let api: Api | undefined;

beforeEach(async () => {
  receiver = await OtlpReceiver.start();
});
afterEach(async () => {
  await api?.stop();
  receiver.stop();
});

const endpoint = () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '50' });

async function start(env: Record<string, string>): Promise<Api> {
  api = await startApi({
    env,
    nodeOptions: ['--import', join(repository, 'dist/e2e/observability/loaded-modules.js')],
  });
  return api;
}

describe('tracing: traces', () => {
  it('hold a span for the request and one for each phase, in the trace of the caller', async () => {
    const { url } = await start({ ...endpoint(), OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_SERVICE_NAME: 'mood' });
    const response = await postJson(url, { text: ['This is fun'] }, { traceparent: `00-${TRACE_ID}-${PARENT_ID}-01` });
    const requestId = response.headers.get('x-request-id');
    const own = () => receiver.spans.filter(({ traceId }) => traceId === TRACE_ID);
    await expect.poll(() => own().length, { timeout: 5_000 }).toBe(5);

    const [request] = own().filter(({ name }) => name === 'POST /predict');
    expect(request?.parentSpanId).toBe(PARENT_ID);
    expect(request?.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/predict',
      'http.response.status_code': '200',
      'sentiment.texts': '1',
      'sentiment.request_id': requestId,
    });
    const phases = own().filter(({ parentSpanId }) => parentSpanId === request?.spanId);
    expect(phases.map(({ name }) => name)).toEqual(['cache', 'tokenize', 'queue', 'run']);
    const times = phases.flatMap((span) => [BigInt(span.startTimeUnixNano), BigInt(span.endTimeUnixNano)]);
    expect(times).toEqual([...times].sort((a, b) => (a < b ? -1 : 1)));
    expect(BigInt(request?.startTimeUnixNano ?? 0)).toBeLessThanOrEqual(times[0] ?? 0n);
    expect(BigInt(request?.endTimeUnixNano ?? 0)).toBeGreaterThanOrEqual(times.at(-1) ?? 0n);
    expect(receiver.resource).toMatchObject({
      'service.name': 'mood',
      'service.version': expect.any(String) as string,
    });
  });

  it('are named in the log', async () => {
    const traced = await start(endpoint());
    await postJson(traced.url, { text: ['This is fun'] }, { traceparent: `00-${TRACE_ID}-${PARENT_ID}-01` });
    await expect.poll(() => traced.output()).toContain(`"traceId":"${TRACE_ID}"`);
  });

  it('go out as protobuf when nothing else is said, and the last ones at the end', async () => {
    const traced = await start({ ...endpoint(), OTEL_BSP_SCHEDULE_DELAY: '60000' });
    await postJson(traced.url, { text: ['This is fun'] });
    expect(receiver.received).toBe('');
    expect(await traced.stop()).toBe(0);
    expect([...receiver.contentTypes]).toEqual(['application/x-protobuf']);
    for (const name of ['POST /predict', 'tokenize', 'queue', 'run']) expect(receiver.received).toContain(name);
  });

  it('leave the service alone when nobody takes them', async () => {
    const traced = await start({ ...endpoint(), OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    for (let turn = 0; turn < 20; turn++) {
      expect((await postJson(traced.url, { text: [`good ${turn}`] })).status).toBe(200);
    }
    const began = performance.now();
    expect(await traced.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it.each([
    ['OTEL_TRACES_SAMPLER', 'alwayson'],
    ['OTEL_TRACES_SAMPLER_ARG', 'lots'],
    ['OTEL_PROPAGATORS', 'b3'],
    ['OTEL_SDK_DISABLED', 'yes'],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', '10s'],
    ['OTEL_BSP_MAX_QUEUE_SIZE', '-1'],
  ])('arrive despite %s=%s, and one JSON line names the variable', async (name, value) => {
    const traced = await start({ ...endpoint(), OTEL_TRACES_SAMPLER: 'traceidratio', [name]: value });
    await postJson(traced.url, { text: ['This is fun'] });
    await expect.poll(() => receiver.received, { timeout: 5_000 }).toContain('POST /predict');
    expect(await traced.stop()).toBe(0);
    const lines = traced
      .output()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('loaded: '))
      .map((line) => JSON.parse(line) as { level: string; msg: string });
    const warnings = lines.filter(({ level, msg }) => level === 'warn' && /OTEL|traces/.test(msg));
    expect(warnings.map(({ msg }) => msg)).toEqual([
      `${name} has a value that is not supported: the service uses the default`,
    ]);
  });

  it('do not join the trace of the caller with OTEL_PROPAGATORS=none', async () => {
    const { url } = await start({ ...endpoint(), OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_PROPAGATORS: 'none' });
    await postJson(url, { text: ['This is fun'] }, { traceparent: `00-${TRACE_ID}-${PARENT_ID}-01` });
    await expect.poll(() => receiver.spans.map(({ name }) => name), { timeout: 5_000 }).toContain('POST /predict');
    expect(receiver.spans.some(({ traceId }) => traceId === TRACE_ID)).toBe(false);
  });

  it.each([
    ['OTEL_TRACES_EXPORTER', 'console'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ])('are refused at the start with %s=%s, in one line that names the variable', async (name, value) => {
    const { exitCode, stdout, stderr } = await runApiToEnd({ env: { ...endpoint(), [name]: value } });
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(new RegExp(`^cannot start: ${name} must be .*\n$`));
  });

  it.each([
    [{}],
    [{ OTEL_SERVICE_NAME: 'mood' }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_SDK_DISABLED: 'true' }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_TRACES_EXPORTER: 'none' }],
  ])('are not even loaded with %j', async (env) => {
    const untraced = await start(env);
    expect((await postJson(untraced.url, { text: ['This is fun'] })).status).toBe(200);
    await untraced.stop();
    expect(untraced.output()).toContain('loaded: ');
    expect(untraced.output()).not.toContain('@opentelemetry/sdk-trace-base');
    expect(untraced.output()).not.toContain('traceId');
  });
});
