import { describe, expect, it } from 'vitest';
import { SentimentClient } from '#libs/client';
import { ManualClock } from '#libs/testing';
import { FAKE_MODEL, PredictServiceFake, toFakeScore } from './predict-service.fake.js';
import { ServerRowClassifier } from './server-row-classifier.js';
import type { Row } from './table.js';

const settle = () => new Promise((resolve) => setImmediate(resolve));

function open({ neutral = false } = {}) {
  const service = new PredictServiceFake();
  const clock = new ManualClock();
  const { fetch } = service;
  const client = new SentimentClient({ url: 'http://service.test', fetch, clock, random: () => 0.5 });
  return { service, clock, classifier: new ServerRowClassifier({ client, clock, model: FAKE_MODEL, neutral }) };
}

function toRows(texts: readonly (string | undefined)[]): Row[] {
  return texts.map((text, index) => ({
    number: index + 1,
    text,
    error: text === undefined ? 'The text is empty.' : undefined,
    endByte: index,
    cells: [],
    raw: '',
    lineBreak: '\n',
  }));
}

/** The score of POSITIVE of each row, or its error. */
async function classify(classifier: ServerRowClassifier, texts: readonly (string | undefined)[]) {
  const { results } = await classifier.classify(toRows(texts));
  return results.map(({ scores, error }) => error ?? scores[1]);
}

async function passTime(clock: ManualClock, forMs: number): Promise<void> {
  for (let passedMs = 0; passedMs < forMs; passedMs += 50) {
    clock.advance(50);
    await settle();
  }
}

describe('The classifier of rows by a service', () => {
  it('answers each row in order, with the scores in the order of the labels', async () => {
    const { service, classifier } = open();
    const { results } = await classifier.classify(toRows(['good', undefined, 'x'.repeat(80)]));
    expect(classifier.labels).toEqual(['NEGATIVE', 'POSITIVE']);
    expect(results).toEqual([
      { sentiment: 'NEGATIVE', score: 0.95, scores: [0.95, 0.05], truncated: false, error: undefined },
      { sentiment: undefined, score: undefined, scores: [], truncated: false, error: 'The text is empty.' },
      { sentiment: 'POSITIVE', score: 0.81, scores: [expect.closeTo(0.19), 0.81], truncated: false, error: undefined },
    ]);
    expect(service.requests).toEqual([['good', 'x'.repeat(80)]]);
  });

  it('asks for the neutral label', async () => {
    const { classifier } = open({ neutral: true });
    const { results } = await classifier.classify(toRows(['good']));
    expect(classifier.labels).toEqual(['NEGATIVE', 'NEUTRAL', 'POSITIVE']);
    expect(results[0]?.scores).toEqual([0.95, 0, 0.05]);
  });

  it('sends nothing for rows without a text', async () => {
    const { service, classifier } = open();
    expect(await classify(classifier, [undefined, undefined])).toEqual(['The text is empty.', 'The text is empty.']);
    expect(service.requests).toEqual([]);
  });

  it('sends no more of a text than the model reads, and one character that tells of the rest', async () => {
    const { service, classifier } = open();
    const { results } = await classifier.classify(toRows(['x'.repeat(3_000_000), 'short']));
    expect(service.requests.map((texts) => texts.map(({ length }) => length))).toEqual([[20_001], [5]]);
    expect(results.map(({ truncated }) => truncated)).toEqual([true, false]);
  });

  it('sends long texts in several requests', async () => {
    const { service, classifier } = open();
    const texts = Array.from({ length: 10 }, (_, index) => 'x'.repeat(4_000 + index));
    expect(await classify(classifier, texts)).toEqual(texts.map(toFakeScore));
    expect(service.requests.map(({ length }) => length)).toEqual([4, 4, 2]);
  });

  it('gives texts without an answer the error of the service, and sends the others again', async () => {
    const { service, classifier } = open();
    const error = 'The model has no finite answer for this text.';
    expect(await classify(classifier, ['a', 'NAN', undefined, 'bb', 'NAN 2'])).toEqual([
      toFakeScore('a'),
      error,
      'The text is empty.',
      toFakeScore('bb'),
      error,
    ]);
    expect(service.requests).toEqual([
      ['a', 'NAN', 'bb', 'NAN 2'],
      ['a', 'bb'],
    ]);
  });

  it('loses no row when the service names only some of the texts without an answer', async () => {
    const { service, classifier } = open();
    service.maxErrors = 2;
    const texts = Array.from({ length: 20 }, (_, index) => (index % 3 === 0 ? `NAN ${index}` : 'x'.repeat(index)));
    const answers = await classify(classifier, texts);
    expect(answers).toEqual(
      texts.map((text) =>
        text.startsWith('NAN') ? 'The model has no finite answer for this text.' : toFakeScore(text),
      ),
    );
  });

  it('finds the text without an answer when the service names none', async () => {
    const { service, classifier } = open();
    service.maxErrors = 0;
    const answers = await classify(classifier, ['a', 'bb', 'NAN', 'dddd', 'eeeee']);
    expect(answers).toEqual([0.02, 0.03, 'Some texts have no answer.', 0.05, toFakeScore('eeeee')]);
  });

  it.each(['maxTexts', 'maxBodyBytes'] as const)('divides a request past %s of the service', async (limit) => {
    const { service, classifier } = open();
    service[limit] = limit === 'maxTexts' ? 3 : 60;
    const texts = Array.from({ length: 20 }, (_, index) => 'x'.repeat(index));
    expect(await classify(classifier, texts)).toEqual(texts.map(toFakeScore));
  });

  it('gives a text that is larger than a request may be an error', async () => {
    const { service, classifier } = open();
    service.maxBodyBytes = 60;
    expect(await classify(classifier, ['a', 'x'.repeat(100), 'b'])).toEqual([0.02, 'The body is too large.', 0.02]);
  });

  it('divides a request that the service has too little time for, after three attempts', async () => {
    const { service, clock, classifier } = open();
    service.maxChars = 10;
    const answers = classify(classifier, ['x'.repeat(8), 'x'.repeat(9), 'x']);
    await passTime(clock, 5_000);
    expect(await answers).toEqual([toFakeScore('x'.repeat(8)), toFakeScore('x'.repeat(9)), toFakeScore('x')]);
    expect(service.requests.slice(0, 3).map(({ length }) => length)).toEqual([3, 3, 3]);
  });

  it('does not divide a request because the service cannot be reached', async () => {
    const { service, clock, classifier } = open();
    service.next.push(...Array.from({ length: 5 }, () => new TypeError('fetch failed')));
    const answers = classify(classifier, ['a', 'bb']);
    await passTime(clock, 20_000);
    expect(await answers).toEqual([0.02, 0.03]);
    expect(service.requests.map(({ length }) => length)).toEqual([2, 2, 2, 2, 2, 2]);
  });

  it('fails with a refusal that is about no text', async () => {
    const { service, classifier } = open();
    service.next.push(new Response('{"detail":"Send a valid API key."}', { status: 401 }));
    await expect(classify(classifier, ['a', 'b'])).rejects.toThrow('the service answered 401');
    expect(service.requests).toHaveLength(1);
  });

  it.each([
    [
      'other@0123456789ab',
      'the service has the model other@0123456789ab now, but the run began with fake@0123456789ab',
    ],
    [undefined, 'the service does not name the model that answered'],
  ])('fails when the model of an answer is %s', async (modelTag, reason) => {
    const { service, classifier } = open();
    service.modelTag = modelTag;
    await expect(classify(classifier, ['a'])).rejects.toThrow(reason);
  });

  it('fails when another model refuses a text', async () => {
    const { service, classifier } = open();
    service.modelTag = 'other@0123456789ab';
    await expect(classify(classifier, ['NAN', 'a'])).rejects.toThrow(
      'the service has the model other@0123456789ab now',
    );
  });

  it('fails when a label of the model has no score', async () => {
    const { service, classifier } = open();
    const headers = { 'x-model': 'fake@0123456789ab' };
    service.next.push(new Response('{"predictions":[[{"label":"POSITIVE","score":1}]]}', { headers }));
    await expect(classify(classifier, ['a'])).rejects.toThrow('without a score of NEGATIVE');
  });

  it('gives up half a second after it was stopped', async () => {
    const { service, clock, classifier } = open();
    service.next.push(new Response('', { status: 503, headers: { 'retry-after': '30' } }));
    let error: unknown;
    classify(classifier, ['a']).catch((reason: unknown) => (error = reason));
    await settle();
    classifier.stop();
    await passTime(clock, 450);
    expect(error).toBeUndefined();
    await passTime(clock, 50);
    expect(error).toMatchObject({ name: 'RunStoppedError' });
    await expect(classify(classifier, ['b'])).rejects.toThrow('the run was stopped');
  });

  it('ends its calls when it is closed', async () => {
    const { service, classifier } = open();
    service.next.push(new Response('', { status: 503, headers: { 'retry-after': '30' } }));
    const answers = expect(classify(classifier, ['a'])).rejects.toThrow('the run was stopped');
    await settle();
    await classifier.close();
    await answers;
  });
});
