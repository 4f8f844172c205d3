import type { Registry } from 'prom-client';
import type { MetricsSnapshot, ObservedApiKeys } from './metrics-collector.js';
import { readCounter, readGauge, single } from './read-metric.js';

const MS_PER_SECOND = 1_000;

/** What the service's parts say of themselves when the metrics are read. */
export function registerStateMetrics(registry: Registry, read: () => MetricsSnapshot): void {
  registerIdentity(registry, read);
  registerQueue(registry, read);
  registerModel(registry, read);
  registerCache(registry, read);
  registerApiKeys(registry, read);
  registerCpu(registry, read);
}

function registerIdentity(registry: Registry, read: () => MetricsSnapshot): void {
  readGauge(
    registry,
    { name: 'sentiment_build_info', help: 'The service that runs.', labelNames: ['version', 'node'] },
    () => [{ labels: { version: read().version, node: process.version }, value: 1 }],
  );
  readGauge(
    registry,
    {
      name: 'sentiment_model_info',
      help: 'The model that answers; none until it is loaded.',
      labelNames: ['name', 'version', 'digest', 'precision'],
    },
    () => {
      const { model } = read();
      if (!model) return [];
      const { name, version, digest, precision } = model;
      return [{ labels: { name, version, digest, precision }, value: 1 }];
    },
  );
}

function registerQueue(registry: Registry, read: () => MetricsSnapshot): void {
  const figure = (name: string, help: string, value: () => number) => {
    readGauge(registry, { name, help }, () => single(value()));
  };
  figure('sentiment_queue_texts', 'Texts that wait.', () => read().inference.queuedTexts);
  figure('sentiment_queue_tokens', 'Their tokens.', () => read().inference.queuedTokens);
  figure('sentiment_queue_filled_ratio', 'Share of the room for waiting texts that is taken.', () => {
    return read().inference.queueUtilization;
  });
  figure(
    'sentiment_queue_estimated_wait_seconds',
    'Until a text that came now would be run: what to scale on.',
    () => read().inference.estimatedWaitMs / MS_PER_SECOND,
  );
  readCounter(
    registry,
    { name: 'sentiment_drops_total', help: 'Requests and texts without an answer.', labelNames: ['cause'] },
    () => Object.entries(read().inference.drops).map(([cause, value]) => ({ labels: { cause }, value })),
  );
}

function registerModel(registry: Registry, read: () => MetricsSnapshot): void {
  const total = (name: string, help: string, value: () => number) => {
    readCounter(registry, { name, help }, () => single(value()));
  };
  total('sentiment_runs_total', 'Batches that were run.', () => read().inference.batches);
  total('sentiment_runs_texts_total', 'Texts in them.', () => read().inference.batchedTexts);
  total('sentiment_runs_tokens_total', 'Tokens in them.', () => read().inference.batchedTokens);
  total('sentiment_runs_padded_tokens_total', 'Tokens in them, padding included.', () => {
    return read().inference.paddedTokens;
  });
  total('sentiment_runs_seconds_total', 'Time that model processes spent in them.', () => {
    return read().inference.runMs / MS_PER_SECOND;
  });
  total('sentiment_texts_shared_total', 'Texts that shared the run of an equal text.', () => {
    return read().inference.deduplicatedTexts;
  });
  total('sentiment_model_processes_lost_total', 'Model processes that ended or hung, and were replaced.', () => {
    return read().inference.workersCrashed;
  });
  readGauge(
    registry,
    { name: 'sentiment_model_processes', help: 'Model processes: wanted, and answering.', labelNames: ['state'] },
    () => [
      { labels: { state: 'wanted' }, value: read().inference.workers },
      { labels: { state: 'answering' }, value: read().inference.responsiveWorkers },
    ],
  );
}

function registerCache(registry: Registry, read: () => MetricsSnapshot): void {
  readCounter(
    registry,
    {
      name: 'sentiment_cache_lookups_total',
      help: 'Texts that were looked up. Skipped: the tier was out of reach.',
      labelNames: ['tier', 'outcome'],
    },
    () =>
      read().cacheTiers.flatMap(({ name: tier, lookups }) =>
        Object.entries(lookups).map(([outcome, value]) => ({ labels: { tier, outcome }, value })),
      ),
  );
  readCounter(
    registry,
    {
      name: 'sentiment_cache_writes_total',
      help: 'Predictions to store. Dropped: the tier was out of reach or too slow, or it refused writes.',
      labelNames: ['tier', 'outcome'],
    },
    () =>
      read().cacheTiers.flatMap(({ name: tier, stored, dropped }) => [
        { labels: { tier, outcome: 'stored' }, value: stored },
        { labels: { tier, outcome: 'dropped' }, value: dropped },
      ]),
  );
  readGauge(
    registry,
    { name: 'sentiment_cache_up', help: 'Whether the tier can be asked.', labelNames: ['tier'] },
    () => read().cacheTiers.map(({ name: tier, isUp }) => ({ labels: { tier }, value: Number(isUp) })),
  );
  readGauge(
    registry,
    {
      name: 'sentiment_cache_writable',
      help: 'Whether the tier stores predictions: 0 while it is out of reach or refuses writes.',
      labelNames: ['tier'],
    },
    () => read().cacheTiers.map(({ name: tier, isWritable }) => ({ labels: { tier }, value: Number(isWritable) })),
  );
}

function registerApiKeys(registry: Registry, read: () => MetricsSnapshot): void {
  const gauge = (name: string, help: string, value: (keys: ObservedApiKeys) => number) => {
    readGauge(registry, { name, help }, () => {
      const { apiKeys } = read();
      return apiKeys ? single(value(apiKeys)) : [];
    });
  };
  gauge('sentiment_api_keys', 'API keys in use; absent without API_KEYS_FILE.', ({ count }) => count);
  gauge(
    'sentiment_api_keys_valid',
    'Whether API_KEYS_FILE holds valid keys now; 0: the last valid keys stay in use.',
    ({ isFileValid }) => Number(isFileValid),
  );
}

function registerCpu(registry: Registry, read: () => MetricsSnapshot): void {
  const total = (name: string, help: string, field: 'periods' | 'throttledPeriods' | 'throttledSeconds') => {
    readCounter(registry, { name, help }, () => {
      return single(read().cpuThrottling?.[field] ?? 0);
    });
  };
  total('sentiment_cpu_periods_total', 'Periods of the CPU quota.', 'periods');
  total('sentiment_cpu_throttled_periods_total', 'Periods in which the quota was used up.', 'throttledPeriods');
  total('sentiment_cpu_throttled_seconds_total', 'Time for which the quota held the service up.', 'throttledSeconds');
}
