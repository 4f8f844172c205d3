import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { vi } from 'vitest';
import { postJson, startApi, type Api } from '#libs/testing';
import { metricSum, readMetrics, type MetricSample } from '../metrics-page.js';
import { OtlpReceiver, type ReceivedSpan } from '../otlp-receiver.js';
import { WAIT_LIMIT_MS } from '../wait-limit.js';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

type LogLine = Readonly<Record<string, unknown>>;

/** Headers that every answer has, or that belong to the connection. Any other one is an event. */
const IGNORED_HEADERS = new Set([
  'connection',
  'content-length',
  'content-security-policy',
  'cross-origin-resource-policy',
  'date',
  'keep-alive',
  'referrer-policy',
  'transfer-encoding',
  'x-content-type-options',
  'x-frame-options',
]);
/** In the order in which they are recorded; a field that is not listed comes after these. */
const LOG_FIELDS = [
  'level',
  'status',
  'error',
  'client',
  'texts',
  'truncatedTexts',
  'cacheHits',
  'cacheMisses',
  'durationMs',
  'cacheMs',
  'tokenizeMs',
  'queueMs',
  'runMs',
  'traceId',
  'spanId',
];
/** The same in every line that is looked at. */
const IGNORED_LOG_FIELDS = new Set(['time', 'msg', 'requestId', 'method', 'route']);
/** They vary from run to run: only their presence is recorded. */
const VARYING_LOG_FIELD = /Ms$|^traceId$|^spanId$/;
/** In the span's name, or what the span is found by. */
const IGNORED_ATTRIBUTES = new Set(['http.request.method', 'http.route', 'sentiment.request_id']);
/** The machine's time, and the model's view of a text's length. */
const IGNORED_METRICS = /^sentiment_cpu_|_seconds_total$|_tokens_total$/;
const ERROR_STATUS_CODE = 2;

/** A body of which only the beginning is sent. */
export interface PartialBody {
  readonly announcedBytes: number;
  readonly sentBytes: number;
}

/**
 * A service, and a record of what its requests of POST /predict cause that can be seen from outside: spans, answer,
 * log line and counters, each as one string. Everything that is seen is recorded, so that an event that is not in an
 * expected list did not happen.
 */
export class RequestFlowRecorder {
  private requests = 0;

  private constructor(
    private readonly api: Api,
    private readonly receiver: OtlpReceiver,
  ) {}

  /** One model process unless `env` says otherwise: what runs together is then the same each time. */
  static async start(env: Record<string, string> = {}, untilReady = true): Promise<RequestFlowRecorder> {
    const receiver = await OtlpReceiver.start();
    const tracing = {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '20',
    };
    const api = await startApi({ env: { MODEL_PROCESSES: '1', ...tracing, ...env }, untilReady });
    return new RequestFlowRecorder(api, receiver);
  }

  async stop(): Promise<void> {
    // A stopped process cannot end by itself.
    this.signalModel('SIGCONT');
    await this.api.stop();
    this.receiver.stop();
  }

  signalModel(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    for (const id of this.api.workerIds()) process.kill(id, signal);
  }

  /** Lets a stopped model go on, and waits for the end of so many runs; they have no events of their own. */
  async finishRuns(count: number): Promise<string[]> {
    const name = 'sentiment_runs_total';
    const before = metricSum(await readMetrics(this.api.url), name);
    this.signalModel('SIGCONT');
    await this.untilMetric(name, (runs) => runs >= before + count);
    return [];
  }

  /** The events of one request, and the counters that changed. */
  async predict(body: unknown, headers: Record<string, string> = {}): Promise<string[]> {
    return await this.withCounters(() => this.events(body, headers));
  }

  /** What an action caused, and after it the counters that changed meanwhile. */
  async withCounters(action: () => Promise<readonly string[]>): Promise<string[]> {
    const before = toCounters(await readMetrics(this.api.url));
    const events = await action();
    const after = toCounters(await readMetrics(this.api.url));
    return [...events, ...toCounterEvents(before, after)];
  }

  /** The events of one request, without counters: for requests of which several are under way. */
  async events(body: unknown, headers: Record<string, string> = {}): Promise<string[]> {
    return await this.follow(async (requestId) => {
      const response = await postJson(this.api.url, body, { ...headers, 'x-request-id': requestId });
      return { status: response.status, headers: response.headers, body: await response.text() };
    });
  }

  /** The events of a request whose body is announced and never sent: its answer is one that needs no body. */
  async eventsWithoutBody(headers: Record<string, string> = {}, announcedBytes = 1_000): Promise<string[]> {
    return await this.follow(async (requestId) => {
      const request = this.sendHead({ ...headers, 'x-request-id': requestId }, announcedBytes);
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        request.once('response', resolve).once('error', reject);
      });
      const body = await readText(response);
      request.destroy();
      const entries = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]);
      return { status: response.statusCode ?? 0, headers: new Headers(entries), body };
    });
  }

  /** The events of a request whose client closes the connection as soon as the condition holds. */
  async eventsOfLeaving(body: unknown, untilClosing: () => Promise<void>): Promise<string[]> {
    return await this.follow(async (requestId) => {
      const leaving = new AbortController();
      const answer = fetch(`${this.api.url}/predict`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-id': requestId },
        body: JSON.stringify(body),
        signal: leaving.signal,
      }).catch(() => undefined);
      await untilClosing();
      leaving.abort();
      if (await answer) throw new Error('the answer came before the client left');
      return undefined;
    });
  }

  /** Does something while a request waits for its body, of which only the beginning is sent. */
  async whileBodyIsMissing<T>(body: PartialBody, action: () => Promise<T>): Promise<T> {
    const request = this.sendHead({}, body.announcedBytes);
    request.on('error', () => {});
    request.write('{"text":["'.padEnd(body.sentBytes, 'x'));
    try {
      return await action();
    } finally {
      request.destroy();
    }
  }

  /** Waits until a metric's sum is in a range. */
  async untilMetric(name: string, isReached: (value: number) => boolean): Promise<void> {
    await until(name, async () => isReached(metricSum(await readMetrics(this.api.url), name)));
  }

  async untilHealth(status: number): Promise<void> {
    await until(`health ${status}`, async () => (await fetch(`${this.api.url}/health`)).status === status);
  }

  private sendHead(headers: Record<string, string>, announcedBytes: number) {
    const request = httpRequest(`${this.api.url}/predict`, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', 'content-length': announcedBytes, ...headers },
    });
    request.flushHeaders();
    return request;
  }

  private async follow(send: (requestId: string) => Promise<Answer | undefined>): Promise<string[]> {
    const requestId = `flow-${++this.requests}`;
    const answer = await send(requestId);
    await until(`log line and span of ${requestId}`, () => {
      return this.logLines(requestId).length > 0 && this.requestSpan(requestId) !== undefined;
    });
    return [
      ...this.spanEvents(requestId),
      ...(answer ? toAnswerEvents(answer, requestId) : ['no answer']),
      ...this.logLines(requestId).map(toLogEvent),
    ];
  }

  /** Lines that have been written to their end. */
  private logLines(requestId: string): LogLine[] {
    return this.api
      .output()
      .split('\n')
      .filter((line) => line.includes(`"requestId":"${requestId}"`) && line.endsWith('"msg":"request"}'))
      .map((line) => JSON.parse(line) as LogLine);
  }

  /** Comes after those of its phases. */
  private requestSpan(requestId: string): ReceivedSpan | undefined {
    return this.receiver.spans.find(({ attributes }) => attributes['sentiment.request_id'] === requestId);
  }

  private spanEvents(requestId: string): string[] {
    const request = this.requestSpan(requestId);
    if (!request) return [];
    const phases = this.receiver.spans
      .filter(({ parentSpanId }) => parentSpanId === request.spanId)
      .sort((a, b) => Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)));
    return [...phases, request].map(toSpanEvent);
  }
}

/** Waits for a condition, and fails with its description when it never holds. */
async function until(description: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitFor(
    async () => {
      if (!(await holds())) throw new Error(`waited in vain for: ${description}`);
    },
    { timeout: WAIT_LIMIT_MS, interval: 5 },
  );
}

function toSpanEvent(span: ReceivedSpan & { readonly status?: { readonly code?: number } }): string {
  const attributes = Object.entries(span.attributes)
    .filter(([name]) => !IGNORED_ATTRIBUTES.has(name))
    .map(([name, value]) => ` ${name}=${value}`);
  const isError = span.status?.code === ERROR_STATUS_CODE;
  return `span ${span.name}${attributes.sort().join('')}${isError ? ' ERROR' : ''}`;
}

function toAnswerEvents({ status, headers, body }: Answer, requestId: string): string[] {
  const headerEvents = [...headers]
    .filter(([name]) => !IGNORED_HEADERS.has(name))
    .map(([name, value]) => `header ${name}: ${toStableValue(name, value, requestId)}`);
  return [`status ${status}`, ...headerEvents.sort(), toBodyEvent(JSON.parse(body) as Body, requestId)];
}

function toStableValue(name: string, value: string, requestId: string): string {
  switch (name) {
    case 'x-request-id':
      return value === requestId ? 'as sent' : value;
    case 'x-model':
      return value.replace(/^[\w.-]+@[0-9a-z:]+$/, '<name>@<digest>');
    case 'server-timing':
      return value.replace(/dur=\d+\.\d\d(?=,|$)/g, 'dur=<ms>');
    case 'retry-after':
      return value.replace(/^[1-9]\d*$/, '<seconds>');
    case 'ratelimit':
      return value.replace(/t=\d+$/, 't=<seconds>');
    default:
      return value;
  }
}

interface Body {
  readonly predictions?: readonly unknown[];
  readonly truncated?: readonly number[];
  readonly type?: string;
  readonly detail?: string;
  readonly instance?: string;
  readonly estimatedWaitMs?: number;
  readonly errors?: readonly { readonly pointer: string }[];
}

function toBodyEvent(body: Body, requestId: string): string {
  const { predictions, truncated, type, detail, instance, estimatedWaitMs, errors } = body;
  if (predictions)
    return `body predictions=${predictions.length}${truncated ? ` truncated=[${truncated.join()}]` : ''}`;
  const kind = type?.replace('urn:sentiment:problem:', '');
  const isOfRequest = instance === `urn:request:${requestId}`;
  return [
    `body problem ${kind} "${detail?.replace(/\d+ ms/, '<n> ms')}"`,
    ...(errors ? [`pointers=[${errors.map(({ pointer }) => pointer).join()}]`] : []),
    ...(estimatedWaitMs === undefined ? [] : ['estimatedWaitMs']),
    ...(isOfRequest ? [] : [`instance=${instance}`]),
  ].join(' ');
}

function toLogEvent(line: LogLine): string {
  const rank = (field: string) => (LOG_FIELDS.includes(field) ? LOG_FIELDS.indexOf(field) : LOG_FIELDS.length);
  const fields = Object.keys(line)
    .filter((field) => !IGNORED_LOG_FIELDS.has(field))
    .sort((a, b) => rank(a) - rank(b))
    .map((field) => (VARYING_LOG_FIELD.test(field) ? field : `${field}=${String(line[field])}`));
  return `log ${fields.join(' ')}`;
}

/** By name, and in it by labels. */
type Counters = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Counters of predictions. Which label a text gets is the model's affair, and left out. */
function toCounters(samples: readonly MetricSample[]): Counters {
  const counters = new Map<string, Map<string, number>>();
  for (const { name, labels, value } of samples) {
    const isOfPredictions = /^sentiment_\w+_(total|count)$/.test(name) && !IGNORED_METRICS.test(name);
    if (!isOfPredictions && !(name === 'http_request_duration_seconds_count' && labels.route === '/predict')) continue;
    const shownLabels = Object.entries(labels).filter(([label]) => label !== 'label' && label !== 'route');
    const key = shownLabels.map(([label, text]) => `${label}=${text} `).join('');
    const values = counters.get(name) ?? new Map<string, number>();
    counters.set(name, values.set(key, (values.get(key) ?? 0) + value));
  }
  return counters;
}

/** One event for each name. */
function toCounterEvents(before: Counters, after: Counters): string[] {
  const events = [...after].flatMap(([name, values]) => {
    const changes = [...values].flatMap(([key, value]) => {
      const difference = value - (before.get(name)?.get(key) ?? 0);
      return difference === 0 ? [] : [`${key}+${difference}`];
    });
    return changes.length === 0 ? [] : [`metric ${name} ${changes.sort().join(', ')}`];
  });
  return events.sort();
}
