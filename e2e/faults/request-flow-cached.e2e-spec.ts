import { afterEach, describe, expect, it } from 'vitest';
import { RequestFlowRecorder } from './request-flow-recorder.js';
import { removeFolders } from './request-flow-start.js';

let flow: RequestFlowRecorder;

afterEach(async () => {
  await flow.stop();
  removeFolders();
});

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
});
