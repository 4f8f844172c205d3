import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { nanModel, shippedModel, UNCACHED } from '#libs/testing';
import { RequestFlowRecorder } from './request-flow-recorder.js';

/**
 * What a prediction request causes, in order, as it is seen from outside: the spans of its phases and its own, the
 * answer, the log line, and the counters that changed. A list that holds no `header cache-status` says that the answer
 * has none; the same goes for every other event.
 */

const KEY = 'first-0123456789abcdef';
/** Equally long, so that one run takes eight of them. The ninth waits while the first run lasts. */
const NINE_TEXTS = Array.from({ length: 9 }, (_, index) => `text ${index}`);
/** More than are taken whatever the estimate says. */
const MANY_TEXTS = Array.from({ length: 40 }, (_, index) => `one of many texts, number ${index}`);
/** Less than any estimate for those. */
const SHORT_TIME = { 'x-request-timeout-ms': '1' };

const folders: string[] = [];
let flow: RequestFlowRecorder;

afterEach(async () => {
  await flow.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'request-flow-'));
  folders.push(folder);
  return folder;
}

function copyModel(): string {
  const folder = makeFolder();
  cpSync(nanModel, folder, { recursive: true });
  return folder;
}

function makeKeyFile(): string {
  const file = join(makeFolder(), 'keys');
  writeFileSync(file, `shop:${KEY}\n`);
  return file;
}

/** Until eight of nine texts are in a run: the others wait for it. */
const untilEightRun = () => flow.untilMetric('sentiment_queue_texts', (texts) => texts === 1);

const isStatus = (event: string) => event.startsWith('status');

/**
 * A service whose manifest is a pipe that nothing has been written to: its model is loading until `finish`, before which
 * it cannot end.
 */
async function startLoading(env: Record<string, string> = {}): Promise<{ finish: () => Promise<void> }> {
  const folder = copyModel();
  const manifest = join(folder, 'manifest.json');
  const content = readFileSync(manifest);
  rmSync(manifest);
  execFileSync('mkfifo', [manifest]);
  flow = await RequestFlowRecorder.start({ MODEL_DIR: folder, ...env }, false);
  return {
    finish: async () => {
      await writeFile(manifest, content);
      await flow.untilHealth(200);
    },
  };
}

/** A service that knows `good`, and whose model process ended; the file of the next ones is another one by now. */
async function startWithoutWorkers(env: Record<string, string> = {}): Promise<RequestFlowRecorder> {
  const folder = copyModel();
  const started = await RequestFlowRecorder.start({ MODEL_DIR: folder, ...env });
  await started.events({ text: ['good'] });
  copyFileSync(join(shippedModel, 'model.onnx'), join(folder, 'model.onnx'));
  started.signalModel('SIGKILL');
  await started.untilHealth(503);
  return started;
}

/** Model processes end again and again where none can start: how often is a matter of time. */
async function withoutLosses(events: Promise<readonly string[]>): Promise<string[]> {
  return (await events).filter((event) => !event.startsWith('metric sentiment_model_processes_lost_total'));
}

describe('request flow: a request with the cache on', () => {
  it('asks the model for texts that are not known: a miss', async () => {
    flow = await RequestFlowRecorder.start();
    expect(await flow.predict({ text: ['This is fun', 'so '.repeat(3_000)] })).toEqual([
      'span cache sentiment.cache.hits=0 sentiment.cache.misses=2',
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=2',
      'status 200',
      'header cache-status: sentiment; fwd=miss; detail="hits=0 misses=2"',
      'header content-type: application/json; charset=utf-8',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=2 truncated=[1]',
      'log level=info status=200 texts=2 truncatedTexts=1 cacheHits=0 cacheMisses=2 durationMs cacheMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=miss +2',
      'metric sentiment_cache_writes_total tier=memory outcome=stored +2',
      'metric sentiment_phase_duration_seconds_count phase=cache +1, phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_early_exits_total +17',
      'metric sentiment_runs_texts_total +17',
      'metric sentiment_runs_total +5',
      'metric sentiment_score_count +2',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_total +2',
      'metric sentiment_texts_truncated_total +1',
    ]);
  });

  it('asks nothing of the model when every text is known: a hit', async () => {
    flow = await RequestFlowRecorder.start();
    await flow.predict({ text: ['This is fun', 'so '.repeat(3_000)] });
    expect(await flow.predict({ text: ['so '.repeat(3_000), 'This is fun', 'This is fun'] })).toEqual([
      'span cache sentiment.cache.hits=3 sentiment.cache.misses=0',
      'span POST /predict http.response.status_code=200 sentiment.texts=3',
      'status 200',
      'header cache-status: sentiment; hit; detail="hits=3 misses=0"',
      'header content-type: application/json; charset=utf-8',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=3 truncated=[0]',
      'log level=info status=200 texts=3 truncatedTexts=1 cacheHits=3 cacheMisses=0 durationMs cacheMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=hit +3',
      'metric sentiment_phase_duration_seconds_count phase=cache +1',
      'metric sentiment_score_count +3',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_total +3',
      'metric sentiment_texts_truncated_total +1',
    ]);
  });

  it('asks the model only for the misses of a partial hit, and once for equal ones', async () => {
    flow = await RequestFlowRecorder.start();
    await flow.predict({ text: ['This is fun'] });
    const text = ['This is new', 'This is fun', 'This is new', 'This is fun', 'This is bad'];
    expect(await flow.predict({ text })).toEqual([
      'span cache sentiment.cache.hits=2 sentiment.cache.misses=3',
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=5',
      'status 200',
      'header cache-status: sentiment; fwd=partial; detail="hits=2 misses=3"',
      'header content-type: application/json; charset=utf-8',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=5',
      'log level=info status=200 texts=5 cacheHits=2 cacheMisses=3 durationMs cacheMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=hit +2, tier=memory outcome=miss +3',
      'metric sentiment_cache_writes_total tier=memory outcome=stored +2',
      'metric sentiment_phase_duration_seconds_count phase=cache +1, phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_early_exits_total +2',
      'metric sentiment_runs_texts_total +2',
      'metric sentiment_runs_total +1',
      'metric sentiment_score_count +5',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_shared_total +1',
      'metric sentiment_texts_total +5',
    ]);
  });

  it('asks the model for known texts as well with no-cache, and keeps the answer', async () => {
    flow = await RequestFlowRecorder.start();
    await flow.predict({ text: ['This is fun'] });
    const text = ['This is fun', 'This is new'];
    expect(await flow.predict({ text }, { 'cache-control': 'no-cache' })).toEqual([
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=2',
      'status 200',
      'header cache-status: sentiment; fwd=request; detail="hits=0 misses=2"',
      'header content-type: application/json; charset=utf-8',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=2',
      'log level=info status=200 texts=2 durationMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_cache_writes_total tier=memory outcome=stored +2',
      'metric sentiment_phase_duration_seconds_count phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_early_exits_total +2',
      'metric sentiment_runs_texts_total +2',
      'metric sentiment_runs_total +1',
      'metric sentiment_score_count +2',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_total +2',
    ]);
    expect(await flow.predict({ text })).toEqual([
      'span cache sentiment.cache.hits=2 sentiment.cache.misses=0',
      'span POST /predict http.response.status_code=200 sentiment.texts=2',
      'status 200',
      'header cache-status: sentiment; hit; detail="hits=2 misses=0"',
      'header content-type: application/json; charset=utf-8',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=2',
      'log level=info status=200 texts=2 cacheHits=2 cacheMisses=0 durationMs cacheMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=hit +2',
      'metric sentiment_phase_duration_seconds_count phase=cache +1',
      'metric sentiment_score_count +2',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_total +2',
    ]);
  });

  it('is answered out of the cache with no-store, which keeps nothing new', async () => {
    flow = await RequestFlowRecorder.start();
    await flow.predict({ text: ['This is fun'] });
    const text = ['This is fun', 'This is new'];
    expect(await flow.predict({ text }, { 'cache-control': 'no-store' })).toEqual([
      'span cache sentiment.cache.hits=1 sentiment.cache.misses=1',
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=2',
      'status 200',
      'header cache-status: sentiment; fwd=partial; detail="hits=1 misses=1"',
      'header content-type: application/json; charset=utf-8',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=2',
      'log level=info status=200 texts=2 cacheHits=1 cacheMisses=1 durationMs cacheMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=hit +1, tier=memory outcome=miss +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +1, phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_early_exits_total +1',
      'metric sentiment_runs_texts_total +1',
      'metric sentiment_runs_total +1',
      'metric sentiment_score_count +2',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_total +2',
    ]);
    expect(await flow.predict({ text }, { 'cache-control': 'no-store, no-cache' })).toEqual([
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=2',
      'status 200',
      'header cache-status: sentiment; fwd=request; detail="hits=0 misses=2"',
      'header content-type: application/json; charset=utf-8',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=2',
      'log level=info status=200 texts=2 durationMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_phase_duration_seconds_count phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_early_exits_total +2',
      'metric sentiment_runs_texts_total +2',
      'metric sentiment_runs_total +1',
      'metric sentiment_score_count +2',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_total +2',
    ]);
    expect(await flow.predict({ text })).toEqual([
      'span cache sentiment.cache.hits=1 sentiment.cache.misses=1',
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=2',
      'status 200',
      'header cache-status: sentiment; fwd=partial; detail="hits=1 misses=1"',
      'header content-type: application/json; charset=utf-8',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=2',
      'log level=info status=200 texts=2 cacheHits=1 cacheMisses=1 durationMs cacheMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=hit +1, tier=memory outcome=miss +1',
      'metric sentiment_cache_writes_total tier=memory outcome=stored +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +1, phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_early_exits_total +1',
      'metric sentiment_runs_texts_total +1',
      'metric sentiment_runs_total +1',
      'metric sentiment_score_count +2',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_total +2',
    ]);
  });

  it('is refused after the lookup when its misses would take too long', async () => {
    flow = await RequestFlowRecorder.start();
    await flow.predict({ text: ['This is fun'] });
    expect(await flow.predict({ text: ['This is fun', ...MANY_TEXTS] }, SHORT_TIME)).toEqual([
      'span cache sentiment.cache.hits=1 sentiment.cache.misses=40',
      'span POST /predict error.type=overloaded http.response.status_code=429 sentiment.texts=41',
      'status 429',
      'header cache-status: sentiment; fwd=partial; detail="hits=1 misses=40"',
      'header content-type: application/problem+json',
      'header retry-after: <seconds>',
      'header x-request-id: as sent',
      'body problem overloaded "The service has more work than it can do in time. Try again later." estimatedWaitMs',
      'log level=info status=429 error=overloaded texts=41 cacheHits=1 cacheMisses=40 durationMs cacheMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=429 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=hit +1, tier=memory outcome=miss +40',
      'metric sentiment_drops_total cause=overloaded +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +1',
      'metric sentiment_texts_total +41',
    ]);
  });

  it('is refused before its body is read when there is no room for it', async () => {
    flow = await RequestFlowRecorder.start({ MAX_BODY_BYTES: '170000000' });
    const untilFull = () => flow.untilMetric('sentiment_queue_filled_ratio', (ratio) => ratio > 0.81);
    const body = { announcedBytes: 170_000_000, sentBytes: 165_000_000 };
    const refused = await flow.whileBodyIsMissing(body, async () => {
      await untilFull();
      return await flow.withCounters(() => flow.eventsWithoutBody({}, 170_000_000));
    });
    expect(refused).toEqual([
      'span POST /predict error.type=overloaded http.response.status_code=429',
      'status 429',
      'header content-type: application/problem+json',
      'header retry-after: <seconds>',
      'header x-request-id: as sent',
      'body problem overloaded "The service has more work than it can do in time. Try again later." estimatedWaitMs',
      'log level=info status=429 error=overloaded durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=429 +1',
      'metric sentiment_drops_total cause=overloaded +1',
    ]);
  });

  it('is answered while other requests have announced large bodies and sent nothing', async () => {
    flow = await RequestFlowRecorder.start();
    const claim = async (claims: number): Promise<string[]> => {
      if (claims === 0) return await flow.predict({ text: ['This is fun'] });
      return await flow.whileBodyIsMissing({ announcedBytes: 2_000_000, sentBytes: 10 }, () => claim(claims - 1));
    };
    expect(await claim(110)).toContain('status 200');
  });

  it('is given up at its deadline, while its text stays in the run and is not kept', async () => {
    flow = await RequestFlowRecorder.start();
    await flow.predict({ text: ['This is fun'] });
    const text = ['This is new', 'This is fun', 'This is new'];
    flow.signalModel('SIGSTOP');
    expect(await flow.predict({ text }, { 'x-request-timeout-ms': '500' })).toEqual([
      'span cache sentiment.cache.hits=1 sentiment.cache.misses=2',
      'span POST /predict error.type=deadline-exceeded http.response.status_code=504 sentiment.texts=3 ERROR',
      'status 504',
      'header cache-status: sentiment; fwd=partial; detail="hits=1 misses=2"',
      'header content-type: application/problem+json',
      'header x-request-id: as sent',
      'body problem deadline-exceeded "The service had no answer within <n> ms."',
      'log level=warn status=504 error=deadline-exceeded texts=3 cacheHits=1 cacheMisses=2 durationMs cacheMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=504 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=hit +1, tier=memory outcome=miss +2',
      'metric sentiment_drops_total cause=deadline-exceeded +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +1',
      'metric sentiment_texts_shared_total +1',
      'metric sentiment_texts_total +3',
    ]);
    expect(await flow.withCounters(() => flow.finishRuns(1))).toEqual([
      'metric sentiment_runs_early_exits_total +1',
      'metric sentiment_runs_texts_total +1',
      'metric sentiment_runs_total +1',
    ]);
    expect(await flow.predict({ text })).toEqual([
      'span cache sentiment.cache.hits=1 sentiment.cache.misses=2',
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=3',
      'status 200',
      'header cache-status: sentiment; fwd=partial; detail="hits=1 misses=2"',
      'header content-type: application/json; charset=utf-8',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=3',
      'log level=info status=200 texts=3 cacheHits=1 cacheMisses=2 durationMs cacheMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=hit +1, tier=memory outcome=miss +2',
      'metric sentiment_cache_writes_total tier=memory outcome=stored +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +1, phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_early_exits_total +1',
      'metric sentiment_runs_texts_total +1',
      'metric sentiment_runs_total +1',
      'metric sentiment_score_count +3',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_shared_total +1',
      'metric sentiment_texts_total +3',
    ]);
  });

  it('is given up when its client leaves, and its text that waits never runs', async () => {
    flow = await RequestFlowRecorder.start();
    flow.signalModel('SIGSTOP');
    expect(await flow.withCounters(() => flow.eventsOfLeaving({ text: NINE_TEXTS }, untilEightRun))).toEqual([
      'span cache sentiment.cache.hits=0 sentiment.cache.misses=9',
      'span POST /predict error.type=client-left http.response.status_code=499 sentiment.texts=9',
      'no answer',
      'log level=info status=499 error=client-left texts=9 cacheHits=0 cacheMisses=9 durationMs cacheMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=499 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=miss +9',
      'metric sentiment_drops_total cause=client-left +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +1',
      'metric sentiment_texts_total +9',
    ]);
    expect(await flow.withCounters(() => flow.finishRuns(1))).toEqual([
      'metric sentiment_runs_early_exits_total +8',
      'metric sentiment_runs_texts_total +8',
      'metric sentiment_runs_total +1',
    ]);
  });

  it('is answered after a retry when the model process is killed while its texts run', async () => {
    flow = await RequestFlowRecorder.start();
    flow.signalModel('SIGSTOP');
    const events = await flow.withCounters(async () => {
      const answered = flow.events({ text: NINE_TEXTS });
      await untilEightRun();
      flow.signalModel('SIGKILL');
      return await answered;
    });
    expect(events).toEqual([
      'span cache sentiment.cache.hits=0 sentiment.cache.misses=9',
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=9',
      'status 200',
      'header cache-status: sentiment; fwd=miss; detail="hits=0 misses=9"',
      'header content-type: application/json; charset=utf-8',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=9',
      'log level=info status=200 texts=9 cacheHits=0 cacheMisses=9 durationMs cacheMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=miss +9',
      'metric sentiment_cache_writes_total tier=memory outcome=stored +9',
      'metric sentiment_model_processes_lost_total +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +1, phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_early_exits_total +9',
      'metric sentiment_runs_texts_total +9',
      'metric sentiment_runs_total +9',
      'metric sentiment_score_count +9',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_total +9',
    ]);
  });

  it('shares the run of a text that another request has under way', async () => {
    flow = await RequestFlowRecorder.start();
    flow.signalModel('SIGSTOP');
    const events = await flow.withCounters(async () => {
      const first = flow.events({ text: NINE_TEXTS });
      await untilEightRun();
      const second = flow.events({ text: ['text 0', 'text 8', 'This is new'] });
      await flow.untilMetric('sentiment_queue_texts', (texts) => texts === 2);
      flow.signalModel('SIGCONT');
      return [...(await first), ...(await second)];
    });
    expect(events).toEqual([
      'span cache sentiment.cache.hits=0 sentiment.cache.misses=9',
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=9',
      'status 200',
      'header cache-status: sentiment; fwd=miss; detail="hits=0 misses=9"',
      'header content-type: application/json; charset=utf-8',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=9',
      'log level=info status=200 texts=9 cacheHits=0 cacheMisses=9 durationMs cacheMs tokenizeMs queueMs runMs traceId spanId',
      'span cache sentiment.cache.hits=0 sentiment.cache.misses=3',
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=3',
      'status 200',
      'header cache-status: sentiment; fwd=miss; detail="hits=0 misses=3"',
      'header content-type: application/json; charset=utf-8',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=3',
      'log level=info status=200 texts=3 cacheHits=0 cacheMisses=3 durationMs cacheMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +2',
      'metric sentiment_cache_lookups_total tier=memory outcome=miss +12',
      'metric sentiment_cache_writes_total tier=memory outcome=stored +12',
      'metric sentiment_phase_duration_seconds_count phase=cache +2, phase=queue +2, phase=run +2, phase=tokenize +2',
      'metric sentiment_runs_early_exits_total +10',
      'metric sentiment_runs_texts_total +10',
      'metric sentiment_runs_total +2',
      'metric sentiment_score_count +12',
      'metric sentiment_small_request_duration_seconds_count +2',
      'metric sentiment_texts_shared_total +2',
      'metric sentiment_texts_total +12',
    ]);
  });

  it('keeps the run of a shared text for the other request when the first client leaves', async () => {
    flow = await RequestFlowRecorder.start();
    flow.signalModel('SIGSTOP');
    const events = await flow.withCounters(async () => {
      let second: Promise<string[]> | undefined;
      const left = await flow.eventsOfLeaving({ text: NINE_TEXTS }, async () => {
        await untilEightRun();
        second = flow.events({ text: ['text 0', 'text 8', 'This is new'] });
        await flow.untilMetric('sentiment_queue_texts', (texts) => texts === 2);
      });
      flow.signalModel('SIGCONT');
      return [...left, ...((await second) ?? [])];
    });
    expect(events).toEqual([
      'span cache sentiment.cache.hits=0 sentiment.cache.misses=9',
      'span POST /predict error.type=client-left http.response.status_code=499 sentiment.texts=9',
      'no answer',
      'log level=info status=499 error=client-left texts=9 cacheHits=0 cacheMisses=9 durationMs cacheMs traceId spanId',
      'span cache sentiment.cache.hits=0 sentiment.cache.misses=3',
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=3',
      'status 200',
      'header cache-status: sentiment; fwd=miss; detail="hits=0 misses=3"',
      'header content-type: application/json; charset=utf-8',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=3',
      'log level=info status=200 texts=3 cacheHits=0 cacheMisses=3 durationMs cacheMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1, method=POST status=499 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=miss +12',
      'metric sentiment_cache_writes_total tier=memory outcome=stored +3',
      'metric sentiment_drops_total cause=client-left +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +2, phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_early_exits_total +10',
      'metric sentiment_runs_texts_total +10',
      'metric sentiment_runs_total +2',
      'metric sentiment_score_count +3',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_shared_total +2',
      'metric sentiment_texts_total +12',
    ]);
  });

  it('fails with a pointer to each text without a finite answer, and keeps the answers of the others', async () => {
    flow = await RequestFlowRecorder.start({ MODEL_DIR: nanModel });
    const text = ['good', 'poison', 'bad', 'poison'];
    expect(await flow.predict({ text })).toEqual([
      'span cache sentiment.cache.hits=0 sentiment.cache.misses=4',
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict error.type=text-failed http.response.status_code=500 sentiment.texts=4 ERROR',
      'status 500',
      'header cache-status: sentiment; fwd=miss; detail="hits=0 misses=4"',
      'header content-type: application/problem+json',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body problem text-failed "The service has no answer for 2 of 4 texts." pointers=[/text/1,/text/3]',
      'log level=warn status=500 error=text-failed texts=4 cacheHits=0 cacheMisses=4 durationMs cacheMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=500 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=miss +4',
      'metric sentiment_cache_writes_total tier=memory outcome=stored +2',
      'metric sentiment_drops_total cause=text-failed +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +1, phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_texts_total +3',
      'metric sentiment_runs_total +1',
      'metric sentiment_texts_shared_total +1',
      'metric sentiment_texts_total +4',
    ]);
    expect(await flow.predict({ text })).toEqual([
      'span cache sentiment.cache.hits=2 sentiment.cache.misses=2',
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict error.type=text-failed http.response.status_code=500 sentiment.texts=4 ERROR',
      'status 500',
      'header cache-status: sentiment; fwd=partial; detail="hits=2 misses=2"',
      'header content-type: application/problem+json',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body problem text-failed "The service has no answer for 2 of 4 texts." pointers=[/text/1,/text/3]',
      'log level=warn status=500 error=text-failed texts=4 cacheHits=2 cacheMisses=2 durationMs cacheMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=500 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=hit +2, tier=memory outcome=miss +2',
      'metric sentiment_drops_total cause=text-failed +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +1, phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_texts_total +1',
      'metric sentiment_runs_total +1',
      'metric sentiment_texts_shared_total +1',
      'metric sentiment_texts_total +4',
    ]);
  });

  it('is answered while no model process answers when every text is known, else refused after the lookup', async () => {
    flow = await startWithoutWorkers();
    expect(await withoutLosses(flow.predict({ text: ['good'] }))).toEqual([
      'span cache sentiment.cache.hits=1 sentiment.cache.misses=0',
      'span POST /predict http.response.status_code=200 sentiment.texts=1',
      'status 200',
      'header cache-status: sentiment; hit; detail="hits=1 misses=0"',
      'header content-type: application/json; charset=utf-8',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=1',
      'log level=info status=200 texts=1 cacheHits=1 cacheMisses=0 durationMs cacheMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=hit +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +1',
      'metric sentiment_score_count +1',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_total +1',
    ]);
    expect(await withoutLosses(flow.predict({ text: ['good', 'bad'] }))).toEqual([
      'span cache sentiment.cache.hits=1 sentiment.cache.misses=1',
      'span POST /predict error.type=model-unavailable http.response.status_code=503 sentiment.texts=2 ERROR',
      'status 503',
      'header cache-status: sentiment; fwd=partial; detail="hits=1 misses=1"',
      'header content-type: application/problem+json',
      'header retry-after: <seconds>',
      'header x-request-id: as sent',
      'body problem model-unavailable "No model process answers. The service is replacing the processes."',
      'log level=warn status=503 error=model-unavailable texts=2 cacheHits=1 cacheMisses=1 durationMs cacheMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=503 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=hit +1, tier=memory outcome=miss +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +1',
      'metric sentiment_texts_total +2',
    ]);
  });

  it('is refused before its body is read while the model is loading', async () => {
    const { finish } = await startLoading();
    const refused = await flow.withCounters(() => flow.eventsWithoutBody());
    const malformed = await flow.eventsWithoutBody({ 'x-request-timeout-ms': 'soon' });
    await finish();
    expect(refused).toEqual([
      'span POST /predict error.type=model-loading http.response.status_code=503 ERROR',
      'status 503',
      'header content-type: application/problem+json',
      'header retry-after: <seconds>',
      'header x-request-id: as sent',
      'body problem model-loading "The model is still loading: its files are being checked."',
      'log level=warn status=503 error=model-loading durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=503 +1',
    ]);
    expect(malformed.filter(isStatus)).toEqual(['status 400']);
    expect((await flow.events({ text: ['good'] })).filter(isStatus)).toEqual(['status 200']);
  });
});

describe('request flow: a request with the cache off', () => {
  it('asks the model for every text, and once for equal ones', async () => {
    flow = await RequestFlowRecorder.start(UNCACHED);
    const text = ['This is new', 'This is fun', 'This is new'];
    await flow.predict({ text });
    expect(await flow.predict({ text })).toEqual([
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=3',
      'status 200',
      'header content-type: application/json; charset=utf-8',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=3',
      'log level=info status=200 texts=3 durationMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_phase_duration_seconds_count phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_early_exits_total +2',
      'metric sentiment_runs_texts_total +2',
      'metric sentiment_runs_total +1',
      'metric sentiment_score_count +3',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_shared_total +1',
      'metric sentiment_texts_total +3',
    ]);
  });

  it('is refused after its body is read when its texts would take too long', async () => {
    flow = await RequestFlowRecorder.start(UNCACHED);
    expect(await flow.predict({ text: MANY_TEXTS }, SHORT_TIME)).toEqual([
      'span POST /predict error.type=overloaded http.response.status_code=429 sentiment.texts=40',
      'status 429',
      'header content-type: application/problem+json',
      'header retry-after: <seconds>',
      'header x-request-id: as sent',
      'body problem overloaded "The service has more work than it can do in time. Try again later." estimatedWaitMs',
      'log level=info status=429 error=overloaded texts=40 durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=429 +1',
      'metric sentiment_drops_total cause=overloaded +1',
      'metric sentiment_texts_total +40',
    ]);
  });

  it('is refused before its body is read when the texts that wait take too long', async () => {
    flow = await RequestFlowRecorder.start(UNCACHED);
    flow.signalModel('SIGSTOP');
    const first = flow.events({ text: NINE_TEXTS });
    await untilEightRun();
    expect(await flow.withCounters(() => flow.eventsWithoutBody(SHORT_TIME))).toEqual([
      'span POST /predict error.type=overloaded http.response.status_code=429',
      'status 429',
      'header content-type: application/problem+json',
      'header retry-after: <seconds>',
      'header x-request-id: as sent',
      'body problem overloaded "The service has more work than it can do in time. Try again later." estimatedWaitMs',
      'log level=info status=429 error=overloaded durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=429 +1',
      'metric sentiment_drops_total cause=overloaded +1',
    ]);
    flow.signalModel('SIGCONT');
    expect(await first).toEqual([
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=9',
      'status 200',
      'header content-type: application/json; charset=utf-8',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=9',
      'log level=info status=200 texts=9 durationMs tokenizeMs queueMs runMs traceId spanId',
    ]);
  });

  it('is given up at its deadline', async () => {
    flow = await RequestFlowRecorder.start(UNCACHED);
    flow.signalModel('SIGSTOP');
    expect(await flow.predict({ text: ['This is new'] }, { 'x-request-timeout-ms': '500' })).toEqual([
      'span POST /predict error.type=deadline-exceeded http.response.status_code=504 sentiment.texts=1 ERROR',
      'status 504',
      'header content-type: application/problem+json',
      'header x-request-id: as sent',
      'body problem deadline-exceeded "The service had no answer within <n> ms."',
      'log level=warn status=504 error=deadline-exceeded texts=1 durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=504 +1',
      'metric sentiment_drops_total cause=deadline-exceeded +1',
      'metric sentiment_texts_total +1',
    ]);
    expect(await flow.withCounters(() => flow.finishRuns(1))).toEqual([
      'metric sentiment_runs_early_exits_total +1',
      'metric sentiment_runs_texts_total +1',
      'metric sentiment_runs_total +1',
    ]);
  });

  it('is given up when its client leaves', async () => {
    flow = await RequestFlowRecorder.start(UNCACHED);
    flow.signalModel('SIGSTOP');
    expect(await flow.withCounters(() => flow.eventsOfLeaving({ text: NINE_TEXTS }, untilEightRun))).toEqual([
      'span POST /predict error.type=client-left http.response.status_code=499 sentiment.texts=9',
      'no answer',
      'log level=info status=499 error=client-left texts=9 durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=499 +1',
      'metric sentiment_drops_total cause=client-left +1',
      'metric sentiment_texts_total +9',
    ]);
  });

  it('fails with a pointer to each text without a finite answer', async () => {
    flow = await RequestFlowRecorder.start({ ...UNCACHED, MODEL_DIR: nanModel });
    expect(await flow.predict({ text: ['good', 'poison', 'bad', 'poison'] })).toEqual([
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict error.type=text-failed http.response.status_code=500 sentiment.texts=4 ERROR',
      'status 500',
      'header content-type: application/problem+json',
      'header server-timing: tokenize;dur=<ms>, queue;dur=<ms>, run;dur=<ms>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body problem text-failed "The service has no answer for 2 of 4 texts." pointers=[/text/1,/text/3]',
      'log level=warn status=500 error=text-failed texts=4 durationMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=500 +1',
      'metric sentiment_drops_total cause=text-failed +1',
      'metric sentiment_phase_duration_seconds_count phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_texts_total +3',
      'metric sentiment_runs_total +1',
      'metric sentiment_texts_shared_total +1',
      'metric sentiment_texts_total +4',
    ]);
  });

  it('is refused before its body is read while no model process answers', async () => {
    flow = await startWithoutWorkers(UNCACHED);
    expect(await withoutLosses(flow.withCounters(() => flow.eventsWithoutBody()))).toEqual([
      'span POST /predict error.type=model-unavailable http.response.status_code=503 ERROR',
      'status 503',
      'header content-type: application/problem+json',
      'header retry-after: <seconds>',
      'header x-request-id: as sent',
      'body problem model-unavailable "No model process answers. The service is replacing the processes."',
      'log level=warn status=503 error=model-unavailable durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=503 +1',
    ]);
  });

  it('is refused before its body is read while the model is loading', async () => {
    const { finish } = await startLoading(UNCACHED);
    const refused = await flow.withCounters(() => flow.eventsWithoutBody());
    await finish();
    expect(refused).toEqual([
      'span POST /predict error.type=model-loading http.response.status_code=503 ERROR',
      'status 503',
      'header content-type: application/problem+json',
      'header retry-after: <seconds>',
      'header x-request-id: as sent',
      'body problem model-loading "The model is still loading: its files are being checked."',
      'log level=warn status=503 error=model-loading durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=503 +1',
    ]);
  });
});

describe('request flow: a request that is not valid', () => {
  it('is refused for its time limit before its body is read', async () => {
    flow = await RequestFlowRecorder.start();
    expect(await flow.withCounters(() => flow.eventsWithoutBody({ 'x-request-timeout-ms': '1e9' }))).toEqual([
      'span POST /predict error.type=malformed-header http.response.status_code=400',
      'status 400',
      'header content-type: application/problem+json',
      'header x-request-id: as sent',
      'body problem malformed-header "X-Request-Timeout-Ms must be a whole number of milliseconds, at least 1."',
      'log level=info status=400 error=malformed-header durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=400 +1',
    ]);
  });

  it('is refused for its body before its texts are counted or looked up', async () => {
    flow = await RequestFlowRecorder.start({ MAX_TEXTS: '2' });
    expect(await flow.predict('{"text":["a","b","c"')).toEqual([
      'span POST /predict error.type=malformed-body http.response.status_code=400',
      'status 400',
      'header content-type: application/problem+json',
      'header x-request-id: as sent',
      'body problem malformed-body "The body is not valid JSON."',
      'log level=info status=400 error=malformed-body durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=400 +1',
    ]);
    expect(await flow.predict({ text: ['a', 'b', 'c'] })).toEqual([
      'span POST /predict error.type=invalid-request http.response.status_code=422',
      'status 422',
      'header content-type: application/problem+json',
      'header x-request-id: as sent',
      'body problem invalid-request "/text must have at most 2 texts (setting MAX_TEXTS)." pointers=[/text]',
      'log level=info status=422 error=invalid-request durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=422 +1',
    ]);
    expect(await flow.predict({ text: ['a', 1] })).toEqual([
      'span POST /predict error.type=invalid-request http.response.status_code=422',
      'status 422',
      'header content-type: application/problem+json',
      'header x-request-id: as sent',
      'body problem invalid-request "/text/1 must be a string." pointers=[/text/1]',
      'log level=info status=422 error=invalid-request durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=422 +1',
    ]);
  });

  it('is refused without a known key before its body is read, and is logged with the name of its key otherwise', async () => {
    flow = await RequestFlowRecorder.start({ API_KEYS_FILE: makeKeyFile() });
    expect(await flow.withCounters(() => flow.eventsWithoutBody())).toEqual([
      'span POST /predict error.type=unauthorized http.response.status_code=401',
      'status 401',
      'header content-type: application/problem+json',
      'header www-authenticate: Bearer realm="sentiment"',
      'header x-request-id: as sent',
      'body problem unauthorized "Send a valid API key: `Authorization: Bearer <key>` or `X-API-Key: <key>`."',
      'log level=info status=401 error=unauthorized durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=401 +1',
    ]);
    expect(await flow.predict({ text: ['This is fun'] }, { 'x-api-key': KEY })).toEqual([
      'span cache sentiment.cache.hits=0 sentiment.cache.misses=1',
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=1',
      'status 200',
      'header content-type: application/json; charset=utf-8',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=1',
      'log level=info status=200 client=shop texts=1 cacheHits=0 cacheMisses=1 durationMs cacheMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=miss +1',
      'metric sentiment_cache_writes_total tier=memory outcome=stored +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +1, phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_early_exits_total +1',
      'metric sentiment_runs_texts_total +1',
      'metric sentiment_runs_total +1',
      'metric sentiment_score_count +1',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_total +1',
    ]);
    expect(await flow.predict('{', { 'x-api-key': KEY })).toEqual([
      'span POST /predict error.type=malformed-body http.response.status_code=400',
      'status 400',
      'header content-type: application/problem+json',
      'header x-request-id: as sent',
      'body problem malformed-body "The body is not valid JSON."',
      'log level=info status=400 error=malformed-body client=shop durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=400 +1',
    ]);
  });

  it('is refused for its rate before its key, and for both before its time limit', async () => {
    flow = await RequestFlowRecorder.start({ API_KEYS_FILE: makeKeyFile(), RATE_LIMIT_REQUESTS: '1' });
    expect(await flow.predict({ text: ['This is fun'] }, { 'x-api-key': KEY })).toEqual([
      'span cache sentiment.cache.hits=0 sentiment.cache.misses=1',
      'span tokenize',
      'span queue',
      'span run',
      'span POST /predict http.response.status_code=200 sentiment.texts=1',
      'status 200',
      'header content-type: application/json; charset=utf-8',
      'header ratelimit-policy: "default";q=1;w=60',
      'header ratelimit: "default";r=0;t=<seconds>',
      'header x-model: <name>@<digest>',
      'header x-request-id: as sent',
      'body predictions=1',
      'log level=info status=200 client=shop texts=1 cacheHits=0 cacheMisses=1 durationMs cacheMs tokenizeMs queueMs runMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=200 +1',
      'metric sentiment_cache_lookups_total tier=memory outcome=miss +1',
      'metric sentiment_cache_writes_total tier=memory outcome=stored +1',
      'metric sentiment_phase_duration_seconds_count phase=cache +1, phase=queue +1, phase=run +1, phase=tokenize +1',
      'metric sentiment_runs_early_exits_total +1',
      'metric sentiment_runs_texts_total +1',
      'metric sentiment_runs_total +1',
      'metric sentiment_score_count +1',
      'metric sentiment_small_request_duration_seconds_count +1',
      'metric sentiment_texts_total +1',
    ]);
    const malformedTime = { 'x-request-timeout-ms': 'soon' };
    expect(await flow.withCounters(() => flow.eventsWithoutBody({ 'x-api-key': KEY, ...malformedTime }))).toEqual([
      'span POST /predict error.type=rate-limited http.response.status_code=429',
      'status 429',
      'header content-type: application/problem+json',
      'header ratelimit-policy: "default";q=1;w=60',
      'header ratelimit: "default";r=0;t=<seconds>',
      'header retry-after: <seconds>',
      'header x-request-id: as sent',
      'body problem rate-limited "A client may send at most 1 requests in 60 s."',
      'log level=info status=429 error=rate-limited client=shop durationMs traceId spanId',
      'metric http_request_duration_seconds_count method=POST status=429 +1',
    ]);
    expect((await flow.eventsWithoutBody(malformedTime)).filter(isStatus)).toEqual(['status 401']);
    expect((await flow.eventsWithoutBody(malformedTime)).filter(isStatus)).toEqual(['status 429']);
  });

  it('is told of one fault: of its time limit, media type, length, JSON, texts, in this order', async () => {
    flow = await RequestFlowRecorder.start({ MAX_TEXTS: '2', MAX_BODY_BYTES: '100' });
    const malformedTime = { 'x-request-timeout-ms': '0' };
    const plain = { 'content-type': 'text/plain' };
    const tooMany = { text: ['a', 2, 'c'] };
    const tooLarge = '{'.repeat(101);
    const faults: [string, unknown, Record<string, string>][] = [
      ['time limit, media type, length, JSON', tooLarge, { ...malformedTime, ...plain }],
      ['time limit, JSON', '{', malformedTime],
      ['time limit, too many texts', tooMany, malformedTime],
      ['media type, length, JSON', tooLarge, plain],
      ['media type, too many texts', tooMany, plain],
      ['length, JSON', tooLarge, {}],
      ['JSON, too many texts', '{"text":["a","b","c"', {}],
      ['too many texts, a text that is none', tooMany, {}],
    ];
    const told: Record<string, string | undefined> = {};
    for (const [names, body, headers] of faults) {
      told[names] = (await flow.events(body, headers)).find((event) => event.startsWith('body'));
    }
    expect(told).toEqual({
      'JSON, too many texts': 'body problem malformed-body "The body is not valid JSON."',
      'length, JSON': 'body problem body-too-large "The body is larger than 100 bytes (setting MAX_BODY_BYTES)."',
      'media type, length, JSON': 'body problem unsupported-media-type "Content-Type must be application/json."',
      'media type, too many texts': 'body problem unsupported-media-type "Content-Type must be application/json."',
      'time limit, JSON':
        'body problem malformed-header "X-Request-Timeout-Ms must be a whole number of milliseconds, at least 1."',
      'time limit, media type, length, JSON':
        'body problem malformed-header "X-Request-Timeout-Ms must be a whole number of milliseconds, at least 1."',
      'time limit, too many texts':
        'body problem malformed-header "X-Request-Timeout-Ms must be a whole number of milliseconds, at least 1."',
      'too many texts, a text that is none':
        'body problem invalid-request "/text must have at most 2 texts (setting MAX_TEXTS)." pointers=[/text]',
    });
  });

  it.each([
    ['after its body with the cache on', {}, 'status 400'],
    ['before its body with the cache off', UNCACHED, 'status 429'],
  ])('is told of too much work %s', async (_, env, status) => {
    flow = await RequestFlowRecorder.start(env);
    flow.signalModel('SIGSTOP');
    const first = flow.events({ text: NINE_TEXTS });
    await untilEightRun();
    const refused = await flow.events('{', SHORT_TIME);
    flow.signalModel('SIGCONT');
    await first;
    expect(refused.filter(isStatus)).toEqual([status]);
  });
});
