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
    {
      name: 'sentiment_build_info',
      help: 'Always 1. The labels name the versions of the service and of Node.js.',
      labelNames: ['version', 'node'],
    },
    () => [{ labels: { version: read().version, node: process.version }, value: 1 }],
  );
  readGauge(
    registry,
    {
      name: 'sentiment_model_info',
      help: 'Always 1. The labels describe the model that answers. Absent while no model answers.',
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
  figure(
    'sentiment_queue_texts',
    'Texts that wait for a run of the model. A long text counts once for each of its windows.',
    () => read().inference.queuedInputs,
  );
  figure(
    'sentiment_queue_tokens',
    'Tokens of the texts that wait for a run of the model.',
    () => read().inference.queuedTokens,
  );
  figure('sentiment_queue_filled_ratio', 'Share of the capacity of the queue that is in use, from 0 to 1.', () => {
    return read().inference.queueUtilization;
  });
  figure(
    'sentiment_queue_estimated_wait_seconds',
    'Estimated time in seconds that a text waits for a run of the model if it arrives now. Autoscalers can use this metric.',
    () => read().inference.estimatedWaitMs / MS_PER_SECOND,
  );
  readCounter(
    registry,
    {
      name: 'sentiment_drops_total',
      help:
        'Requests and texts without an answer, by cause. Causes overloaded, deadline-exceeded and client-left count requests. ' +
        'Causes text-refused and text-failed count texts.',
      labelNames: ['cause'],
    },
    () => Object.entries(read().drops).map(([cause, value]) => ({ labels: { cause }, value })),
  );
}

function registerModel(registry: Registry, read: () => MetricsSnapshot): void {
  const total = (name: string, help: string, value: () => number) => {
    readCounter(registry, { name, help }, () => single(value()));
  };
  total('sentiment_runs_total', 'Batches of all model processes.', () => read().inference.batches);
  total(
    'sentiment_runs_texts_total',
    'Texts in the batches of all model processes. A long text counts once for each of its windows.',
    () => read().inference.batchedInputs,
  );
  total(
    'sentiment_runs_tokens_total',
    'Tokens in the batches of all model processes, without padding.',
    () => read().inference.batchedTokens,
  );
  total('sentiment_runs_padded_tokens_total', 'Tokens in the batches of all model processes, with padding.', () => {
    return read().inference.paddedTokens;
  });
  total('sentiment_runs_seconds_total', 'Duration of the runs of all batches, in seconds.', () => {
    return read().inference.runMs / MS_PER_SECOND;
  });
  total(
    'sentiment_runs_early_exits_total',
    'Texts that the model answered after its first layers. 0 for a model without an early exit.',
    () => read().inference.earlyExits,
  );
  total(
    'sentiment_texts_shared_total',
    'Texts that the model did not run, because an equal text was already waiting or running.',
    () => {
      return read().inference.deduplicatedTexts;
    },
  );
  total(
    'sentiment_model_processes_lost_total',
    'Model processes that crashed or hung, and that the service replaced.',
    () => {
      return read().inference.workersCrashed;
    },
  );
  readGauge(
    registry,
    {
      name: 'sentiment_model_processes',
      help: 'Number of model processes, by state. State wanted: processes that should run. State answering: processes that answer.',
      labelNames: ['state'],
    },
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
      help:
        'Lookups of texts in a tier of the cache, by outcome. Outcome error: the lookup failed or took too long. Outcome skipped: the ' +
        'tier was unavailable.',
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
      help:
        'Predictions for a tier of the cache, by outcome. Outcome dropped: the tier did not store the prediction, because it was ' +
        'unavailable or too slow, or refused writes.',
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
    { name: 'sentiment_cache_up', help: '1 if the tier of the cache is available, else 0.', labelNames: ['tier'] },
    () => read().cacheTiers.map(({ name: tier, isUp }) => ({ labels: { tier }, value: Number(isUp) })),
  );
  readGauge(
    registry,
    {
      name: 'sentiment_cache_writable',
      help: '1 if the tier of the cache stores predictions, 0 while it is unavailable or refuses writes.',
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
  gauge('sentiment_api_keys', 'Number of API keys in use. Absent without API_KEYS_FILE.', ({ count }) => count);
  gauge(
    'sentiment_api_keys_valid',
    '1 if the content of API_KEYS_FILE is valid, else 0. At 0, the last valid keys stay in use.',
    ({ isFileValid }) => Number(isFileValid),
  );
}

function registerCpu(registry: Registry, read: () => MetricsSnapshot): void {
  const total = (name: string, help: string, field: 'periods' | 'throttledPeriods' | 'throttledSeconds') => {
    readCounter(registry, { name, help }, () => {
      return single(read().cpuThrottling?.[field] ?? 0);
    });
  };
  total('sentiment_cpu_periods_total', 'Periods of the CPU quota that have passed.', 'periods');
  total(
    'sentiment_cpu_throttled_periods_total',
    'Periods of the CPU quota in which the service used up its quota.',
    'throttledPeriods',
  );
  total(
    'sentiment_cpu_throttled_seconds_total',
    'Time in seconds for which the CPU quota stopped the service.',
    'throttledSeconds',
  );
}
