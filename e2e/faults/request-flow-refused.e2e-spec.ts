import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { UNCACHED } from '#libs/testing';
import { isStatus, NINE_TEXTS, SHORT_TIME, untilEightRun } from './request-flow-events.js';
import { RequestFlowRecorder } from './request-flow-recorder.js';
import { makeFolder, removeFolders } from './request-flow-start.js';

const KEY = 'first-0123456789abcdef';

let flow: RequestFlowRecorder;

afterEach(async () => {
  await flow.stop();
  removeFolders();
});

function makeKeyFile(): string {
  const file = join(makeFolder(), 'keys');
  writeFileSync(file, `shop:${KEY}\n`);
  return file;
}

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
    await untilEightRun(flow);
    const refused = await flow.events('{', SHORT_TIME);
    flow.signalModel('SIGCONT');
    await first;
    expect(refused.filter(isStatus)).toEqual([status]);
  });
});
