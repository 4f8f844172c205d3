import type { Registry } from 'prom-client';
import type { MetricSources } from './metric-sources.js';
import { readCounter, readGauge, single } from './read-metric.js';

const MS_PER_SECOND = 1_000;

/** What the service's parts say of themselves when the metrics are read. */
export function registerStateMetrics(registry: Registry, sources: MetricSources): void {
  registerIdentity(registry, sources);
  registerQueue(registry, sources);
  registerModel(registry, sources);
  registerCache(registry, sources);
  registerCpu(registry, sources);
}

function registerIdentity(registry: Registry, sources: MetricSources): void {
  readGauge(
    registry,
    { name: 'sentiment_build_info', help: 'The service that runs.', labelNames: ['version', 'node'] },
    () => [{ labels: { version: sources.version, node: process.version }, value: 1 }],
  );
  readGauge(
    registry,
    {
      name: 'sentiment_model_info',
      help: 'The model that answers; none until it is loaded.',
      labelNames: ['name', 'version', 'digest', 'precision'],
    },
    () => {
      const { model } = sources;
      if (!model) return [];
      const { name, version, digest, precision } = model;
      return [{ labels: { name, version, digest, precision }, value: 1 }];
    },
  );
}

function registerQueue(registry: Registry, sources: MetricSources): void {
  const figure = (name: string, help: string, read: () => number) => {
    readGauge(registry, { name, help }, () => single(read()));
  };
  figure('sentiment_queue_texts', 'Texts that wait.', () => sources.classifier.queuedTexts);
  figure('sentiment_queue_tokens', 'Their tokens.', () => sources.classifier.queuedTokens);
  figure('sentiment_queue_filled_ratio', 'Share of the room for waiting texts that is taken.', () => {
    return sources.classifier.queueFilled;
  });
  figure(
    'sentiment_queue_estimated_wait_seconds',
    'Until a text that came now would be run: what to scale on.',
    () => sources.classifier.estimatedWaitMs / MS_PER_SECOND,
  );
  readCounter(
    registry,
    { name: 'sentiment_drops_total', help: 'Requests and texts without an answer.', labelNames: ['cause'] },
    () => Object.entries(sources.classifier.drops).map(([cause, value]) => ({ labels: { cause }, value })),
  );
}

function registerModel(registry: Registry, sources: MetricSources): void {
  const total = (name: string, help: string, read: () => number) => {
    readCounter(registry, { name, help }, () => single(read()));
  };
  total('sentiment_runs_total', 'Batches that were run.', () => sources.classifier.runs);
  total('sentiment_runs_texts_total', 'Texts in them.', () => sources.classifier.textsRun);
  total('sentiment_runs_tokens_total', 'Tokens in them.', () => sources.classifier.tokensRun);
  total('sentiment_runs_padded_tokens_total', 'Tokens in them, padding included.', () => {
    return sources.classifier.paddedTokensRun;
  });
  total('sentiment_runs_seconds_total', 'Time that model processes spent in them.', () => {
    return sources.classifier.runMs / MS_PER_SECOND;
  });
  total('sentiment_texts_shared_total', 'Texts that shared the run of an equal text.', () => {
    return sources.classifier.textsShared;
  });
  total('sentiment_model_processes_lost_total', 'Model processes that ended or hung, and were replaced.', () => {
    return sources.classifier.processesLost;
  });
  readGauge(
    registry,
    { name: 'sentiment_model_processes', help: 'Model processes: wanted, and answering.', labelNames: ['state'] },
    () => [
      { labels: { state: 'wanted' }, value: sources.classifier.modelProcesses },
      { labels: { state: 'answering' }, value: sources.classifier.modelProcessesAnswering },
    ],
  );
}

function registerCache(registry: Registry, sources: MetricSources): void {
  readCounter(
    registry,
    {
      name: 'sentiment_cache_lookups_total',
      help: 'Texts that were looked up. Skipped: the tier was out of reach.',
      labelNames: ['tier', 'outcome'],
    },
    () =>
      sources.cacheTiers.flatMap(({ name: tier, lookups }) =>
        Object.entries(lookups).map(([outcome, value]) => ({ labels: { tier, outcome }, value })),
      ),
  );
  readCounter(
    registry,
    {
      name: 'sentiment_cache_writes_total',
      help: 'Predictions that were to be kept. Dropped: the tier was out of reach, full or too slow.',
      labelNames: ['tier', 'outcome'],
    },
    () =>
      sources.cacheTiers.flatMap(({ name: tier, stored, dropped }) => [
        { labels: { tier, outcome: 'stored' }, value: stored },
        { labels: { tier, outcome: 'dropped' }, value: dropped },
      ]),
  );
  readGauge(
    registry,
    { name: 'sentiment_cache_up', help: 'Whether the tier can be asked.', labelNames: ['tier'] },
    () => sources.cacheTiers.map(({ name: tier, isUp }) => ({ labels: { tier }, value: Number(isUp) })),
  );
}

function registerCpu(registry: Registry, sources: MetricSources): void {
  const total = (name: string, help: string, field: 'periods' | 'throttledPeriods' | 'throttledSeconds') => {
    readCounter(registry, { name, help }, () => {
      const value = sources.cpuThrottling?.[field];
      return value === undefined ? [] : single(value);
    });
  };
  total('sentiment_cpu_periods_total', 'Periods of the CPU quota.', 'periods');
  total('sentiment_cpu_throttled_periods_total', 'Periods in which the quota was used up.', 'throttledPeriods');
  total('sentiment_cpu_throttled_seconds_total', 'Time for which the quota held the service up.', 'throttledSeconds');
}
