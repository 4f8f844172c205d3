import { afterEach, describe, expect, it } from 'vitest';
import { nanModel } from '#libs/testing';
import { isStatus, MANY_TEXTS, NINE_TEXTS, SHORT_TIME, untilEightRun, withoutLosses } from './request-flow-events.js';
import { RequestFlowRecorder } from './request-flow-recorder.js';
import { removeFolders, startLoading, startWithoutWorkers } from './request-flow-start.js';

let flow: RequestFlowRecorder;

afterEach(async () => {
  await flow.stop();
  removeFolders();
});

describe('request flow: a request with the cache on, under load and faults', () => {
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
    expect(
      await flow.withCounters(() => flow.eventsOfLeaving({ text: NINE_TEXTS }, () => untilEightRun(flow))),
    ).toEqual([
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
      await untilEightRun(flow);
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
      await untilEightRun(flow);
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
        await untilEightRun(flow);
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
    const loading = await startLoading();
    flow = loading.flow;
    const refused = await flow.withCounters(() => flow.eventsWithoutBody());
    const malformed = await flow.eventsWithoutBody({ 'x-request-timeout-ms': 'soon' });
    await loading.finish();
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
