import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { type Api, freePort, isMissing, nanModel, postJson, startApi } from '#libs/testing';
import { metricSum, readMetrics, type MetricSample } from '../metrics-page.js';
const apis: Api[] = [];

async function start(env: Record<string, string> = {}): Promise<Api> {
  const api = await startApi({ env });
  apis.push(api);
  return api;
}

afterEach(async () => {
  await Promise.all(apis.splice(0).map((api) => api.stop()));
});

/** Requests by route, method and status, as the service counted them. */
function requestCounts(samples: readonly MetricSample[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name, labels, value } of samples) {
    if (name !== 'http_request_duration_seconds_count') continue;
    counts[`${labels.method ?? ''} ${labels.route ?? ''} ${labels.status ?? ''}`] = value;
  }
  return counts;
}

describe('/metrics', () => {
  it('counts every request by route, method and status, as its client did', async () => {
    const { url } = await start({ MODEL_DIR: nanModel, MAX_BODY_BYTES: '2000' });
    const before = requestCounts(await readMetrics(url));
    const own: Record<string, number> = {};
    const count = async (name: string, send: () => Promise<Response>): Promise<void> => {
      const response = await send();
      await response.arrayBuffer();
      const key = `${name} ${response.status}`;
      own[key] = (own[key] ?? 0) + 1;
    };
    const rounds = Array.from({ length: 40 }, (_, round) =>
      Promise.all([
        count('POST /predict', () => postJson(url, { text: [`good ${round}`, 'good'] })),
        count('POST /predict', () => postJson(url, '{')),
        count('POST /predict', () => postJson(url, { text: [1] })),
        count('POST /predict', () => postJson(url, '{}', { 'content-type': 'text/plain' })),
        count('POST /predict', () => postJson(url, { text: ['good '.repeat(500)] })),
        count('POST /predict', () => postJson(url, { text: ['poison'] })),
        count('GET /health', () => fetch(`${url}/health`)),
        count('GET /health/ready', () => fetch(`${url}/health/ready`)),
        count('HEAD /model', () => fetch(`${url}/model`, { method: 'HEAD' })),
        count('GET /openapi.json', () => fetch(`${url}/openapi.json`)),
        count('GET /docs', () => fetch(`${url}/docs/swagger-ui.css`)),
        count('GET none', () => fetch(`${url}/nowhere/${round}`)),
        count('DELETE none', () => fetch(`${url}/predict`, { method: 'DELETE' })),
      ]),
    );
    await Promise.all(rounds);
    const after = requestCounts(await readMetrics(url));
    const counted = Object.entries(after).map(([key, value]): [string, number] => [key, value - (before[key] ?? 0)]);
    // The readings themselves: the first is counted when the second is made.
    expect(Object.fromEntries(counted.filter(([key, value]) => value > 0 && key !== 'GET /metrics 200'))).toEqual(own);
    expect(Object.values(own).reduce((sum, value) => sum + value, 0)).toBe(40 * 13);
  });

  it('tells texts, labels, scores, truncation, cache, phases and runs', async () => {
    const { url } = await start();
    await postJson(url, { text: ['This is fun', 'the movie was awful', 'so '.repeat(3_000)] });
    await postJson(url, { text: ['This is fun', 'This is fun'] });
    const samples = await readMetrics(url);
    const sum = (name: string, labels?: Record<string, string>) => metricSum(samples, name, labels);
    expect(sum('sentiment_texts_total')).toBe(5);
    expect(sum('sentiment_texts_truncated_total')).toBe(1);
    expect(sum('sentiment_score_count')).toBe(5);
    expect(sum('sentiment_score_count', { label: 'POSITIVE' })).toBeGreaterThanOrEqual(3);
    expect(sum('sentiment_cache_lookups_total', { tier: 'memory', outcome: 'hit' })).toBe(2);
    expect(sum('sentiment_cache_lookups_total', { tier: 'memory', outcome: 'miss' })).toBe(3);
    expect(sum('sentiment_cache_writes_total', { outcome: 'stored' })).toBe(3);
    expect(sum('sentiment_phase_duration_seconds_count', { phase: 'cache' })).toBe(2);
    for (const phase of ['tokenize', 'queue', 'run']) {
      expect(sum('sentiment_phase_duration_seconds_count', { phase })).toBe(1);
    }
    expect(sum('sentiment_queue_texts')).toBe(0);
    expect(sum('sentiment_model_info', { name: 'minilm-l6-sentiment', precision: 'int8' })).toBe(1);
    expect(sum('sentiment_build_info', { node: process.version })).toBe(1);
    expect(sum('sentiment_model_processes', { state: 'answering' })).toBe(
      sum('sentiment_model_processes', { state: 'wanted' }),
    );
    expect(sum('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect(samples.some(({ name }) => name === 'sentiment_cpu_throttled_seconds_total')).toBe(true);
  });

  it('counts a client that left, a lost model process and a broken connection', async () => {
    const api = await start({ MODEL_PROCESSES: '1' });
    const [workerId = 0] = api.workerIds();
    process.kill(workerId, 'SIGSTOP');
    const leaving = postJson(api.url, { text: ['nobody waits for this'] });
    const gone = fetch(`${api.url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: ['left alone'] }),
      signal: AbortSignal.timeout(300),
    });
    await expect(gone).rejects.toThrow();
    const countLeft = async () =>
      metricSum(await readMetrics(api.url), 'http_request_duration_seconds_count', {
        route: '/predict',
        status: '499',
      });
    // A client that has left is noticed when interim responses to it fail.
    await expect.poll(countLeft).toBe(1);
    process.kill(workerId, 'SIGKILL');
    expect((await leaving).status).toBe(200);
    const samples = await readMetrics(api.url);
    expect(metricSum(samples, 'sentiment_drops_total', { cause: 'client-left' })).toBe(1);
    expect(metricSum(samples, 'sentiment_model_processes_lost_total')).toBe(1);
  });

  it('has as many series after a thousand made-up paths as before', async () => {
    const { url } = await start();
    const visit = (path: string) => fetch(url + path, { headers: { 'x-request-id': path } });
    await visit('/x');
    // V8's kinds of garbage collection appear when they first happen.
    const series = async () => (await readMetrics(url)).filter(({ name }) => !name.startsWith('nodejs_')).length;
    await series();
    const before = await series();
    for (let at = 0; at < 1_000; at += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => visit(`/made/up/${at + index}?q=${index}`)));
    }
    expect(await series()).toBe(before);
  });

  it.skipIf(isMissing('promtool'))('is clean for promtool', async () => {
    const { url } = await start();
    await postJson(url, { text: ['This is fun'] });
    const page = await (await fetch(`${url}/metrics`)).text();
    expect(execFileSync('promtool', ['check', 'metrics'], { input: page, encoding: 'utf8' })).toBe('');
  });

  it('answers in OpenMetrics when the reader asks for it', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/metrics`, {
      headers: { accept: 'application/openmetrics-text; version=1.0.0' },
    });
    expect(response.headers.get('content-type')).toContain('application/openmetrics-text');
    const page = await response.text();
    expect(page.endsWith('# EOF\n')).toBe(true);
    expect(page).toContain('# TYPE sentiment_runs counter\nsentiment_runs_total ');
  });

  it.each([
    ['application/openmetrics-text;q=0,text/plain', 'text/plain'],
    ['text/plain;q=0.5,application/openmetrics-text;version=1.0.0', 'application/openmetrics-text'],
    ['application/json', 'text/plain'],
  ])('answers Accept: %s with %s, on either port', async (accept, type) => {
    const port = await freePort();
    const [{ url }] = await Promise.all([start(), start({ METRICS_PORT: String(port) })]);
    for (const origin of [url, `http://127.0.0.1:${port}`]) {
      const response = await fetch(`${origin}/metrics`, { headers: { accept } });
      expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([200, type]);
      await response.arrayBuffer();
    }
  });

  it('gives the same names to other readers, before and after', async () => {
    const { url } = await start();
    const names = async () => [...new Set((await readMetrics(url)).map(({ name }) => name))].sort();
    await names();
    const before = await names();
    await (await fetch(`${url}/metrics`, { headers: { accept: 'application/openmetrics-text' } })).text();
    expect(await names()).toEqual(before);
    expect(before).toContain('sentiment_runs_total');
  });

  it('is on a port of its own when there is one, and nowhere else', async () => {
    const port = await freePort();
    const api = await start({ METRICS_PORT: String(port) });
    expect((await fetch(`${api.url}/metrics`)).status).toBe(404);
    const metricsUrl = `http://127.0.0.1:${port}`;
    expect(metricSum(await readMetrics(metricsUrl), 'sentiment_build_info')).toBe(1);
    expect((await fetch(`${metricsUrl}/predict`)).status).toBe(404);
    expect(await api.stop()).toBe(0);
  });
});
