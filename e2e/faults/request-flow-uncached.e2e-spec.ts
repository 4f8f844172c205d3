import { afterEach, describe, expect, it } from 'vitest';
import { nanModel, UNCACHED } from '#libs/testing';
import { MANY_TEXTS, NINE_TEXTS, SHORT_TIME, untilEightRun, withoutLosses } from './request-flow-events.js';
import { RequestFlowRecorder } from './request-flow-recorder.js';
import { removeFolders, startLoading, startWithoutWorkers } from './request-flow-start.js';

let flow: RequestFlowRecorder;

afterEach(async () => {
  await flow.stop();
  removeFolders();
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
    await untilEightRun(flow);
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
    expect(
      await flow.withCounters(() => flow.eventsOfLeaving({ text: NINE_TEXTS }, () => untilEightRun(flow))),
    ).toEqual([
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
    const loading = await startLoading(UNCACHED);
    flow = loading.flow;
    const refused = await flow.withCounters(() => flow.eventsWithoutBody());
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
  });
});
