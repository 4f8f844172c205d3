import { Counter, Histogram, type Registry } from 'prom-client';
import type { RequestEnd } from '../request-end.js';
import type { LineMetrics, RequestContext, RequestWork } from '../request-context.js';

/** From an answer out of the cache to the longest deadline that is usual. */
const DURATION_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** A model of two labels gives its first at least 0.5; one of many may give less. */
const SCORE_BUCKETS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1];
const MS_PER_SECOND = 1_000;
/** An alert on slow answers follows requests of at most so many texts: a request of a thousand takes its time. */
const SMALL_REQUEST_TEXTS = 10;

/** What is counted when a request ends, and for each line of a stream. */
export class RequestMetrics implements LineMetrics {
  private readonly durations: Histogram<'route' | 'method' | 'status'>;
  private readonly smallDurations: Histogram;
  private readonly phases: Histogram<'phase'>;
  private readonly scores: Histogram<'label'>;
  private readonly texts: Counter;
  private readonly documents: Counter;
  private readonly truncated: Counter;
  private readonly dialects: Counter<'dialect' | 'status'>;
  private readonly lines: Counter<'outcome'>;
  private readonly refused: Counter<'reason'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.durations = new Histogram({
      name: 'http_request_duration_seconds',
      help:
        'Time in seconds from the first byte of a request to the last byte of its answer. Status 499: the client closed the ' +
        'connection before the answer.',
      labelNames: ['route', 'method', 'status'],
      buckets: DURATION_BUCKETS_SECONDS,
      registers,
    });
    this.smallDurations = new Histogram({
      name: 'sentiment_small_request_duration_seconds',
      help: `Time in seconds of answered requests (200) with 1 to ${SMALL_REQUEST_TEXTS} texts.`,
      buckets: DURATION_BUCKETS_SECONDS,
      registers,
    });
    this.phases = new Histogram({
      name: 'sentiment_phase_duration_seconds',
      help:
        'Time in seconds of each phase of a request: cache lookup, tokenization, wait in the queue, run. For a request ' +
        'with several texts, tokenization, wait and run are those of the text of the request that was answered last.',
      labelNames: ['phase'],
      buckets: DURATION_BUCKETS_SECONDS,
      registers,
    });
    this.scores = new Histogram({
      name: 'sentiment_score',
      help:
        'Highest score of each answered text, by the label that has this score. If the shares of the labels change, the ' +
        'texts may have changed (drift).',
      labelNames: ['label'],
      buckets: SCORE_BUCKETS,
      registers,
    });
    this.texts = new Counter({
      name: 'sentiment_texts_total',
      help: 'Texts in valid requests, whether the service answered them or not.',
      registers,
    });
    this.documents = new Counter({
      name: 'sentiment_documents_total',
      help: 'Documents in valid requests to /analyze, whether the service answered them or not.',
      registers,
    });
    this.truncated = new Counter({
      name: 'sentiment_texts_truncated_total',
      help: 'Answered texts and documents that are longer than what the model reads.',
      registers,
    });
    this.dialects = new Counter({
      name: 'sentiment_dialect_requests_total',
      help: 'Requests in the wire formats of other model servers, by format and status.',
      labelNames: ['dialect', 'status'],
      registers,
    });
    this.lines = new Counter({
      name: 'sentiment_stream_lines_total',
      help:
        'Lines of streams by outcome: answered, or failed if the answer is an error. The status of a stream is 200 in both ' +
        'cases.',
      labelNames: ['outcome'],
      registers,
    });
    for (const outcome of ['answered', 'failed']) this.lines.inc({ outcome }, 0);
    this.refused = new Counter({
      name: 'http_connections_refused_total',
      help:
        'Connections that the service closed without a valid request, by reason. Reason idle-closed: a new connection took ' +
        'the place of an idle connection.',
      labelNames: ['reason'],
      registers,
    });
  }

  /** Counts a connection that was closed before its first or next request. @param reason one of a few words */
  countRefused(reason: string): void {
    this.refused.inc({ reason });
  }

  count(context: RequestContext, { route, method, status }: RequestEnd): void {
    const durationSeconds = context.durationMs / MS_PER_SECOND;
    const { texts = 0 } = context;
    this.durations.observe({ route, method, status }, durationSeconds);
    const isSmall = texts > 0 && texts <= SMALL_REQUEST_TEXTS && !context.isStream;
    if (isSmall && status === 200) this.smallDurations.observe(durationSeconds);
    if (context.dialect !== undefined) this.dialects.inc({ dialect: context.dialect, status });
    if (!context.isStream) this.countWork(context);
  }

  countLine(work: RequestWork): void {
    this.lines.inc({ outcome: 'answered' });
    this.countWork(work);
  }

  countFailedLine(): void {
    this.lines.inc({ outcome: 'failed' });
  }

  private countWork({ texts, documents, truncatedTexts, answers, lookup, timings }: RequestWork): void {
    if (texts) this.texts.inc(texts);
    if (documents) this.documents.inc(documents);
    if (truncatedTexts) this.truncated.inc(truncatedTexts);
    for (const { label, score } of answers) this.scores.observe({ label }, score);
    this.countPhase('cache', lookup?.durationMs);
    this.countPhase('tokenize', timings?.tokenizeMs);
    this.countPhase('queue', timings?.queueMs);
    this.countPhase('run', timings?.runMs);
  }

  private countPhase(phase: string, durationMs: number | undefined): void {
    if (durationMs !== undefined) this.phases.observe({ phase }, durationMs / MS_PER_SECOND);
  }
}
