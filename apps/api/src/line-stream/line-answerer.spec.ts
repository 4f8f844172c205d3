import { describe, expect, it } from 'vitest';
import { overloadedError, PredictionError } from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { RequestError, type ServiceError } from '../http/errors/request-error.js';
import { LineAnswerer, type LineContext } from './line-answerer.js';
import type { LineValue } from './line-value.js';

const TIMEOUT_MS = 10_000;
const settled = () => new Promise((resolve) => setImmediate(resolve));

function open(answer: (value: LineValue, context: LineContext) => Promise<object>, clock = new ManualClock()) {
  const controller = new AbortController();
  const answerer = new LineAnswerer({
    clock,
    eventLoopQueue: { waitForTurn: () => undefined },
    client: 'team stream',
    timeoutMs: TIMEOUT_MS,
    signal: controller.signal,
    cache: undefined,
    answer,
    toVisibleError: (error) => error as ServiceError,
  });
  return {
    clock,
    controller,
    answerLine: async (line: string): Promise<unknown> => JSON.parse(await answerer.answer(Buffer.from(line))),
  };
}

const { answerLine } = open((value) => Promise.resolve({ value: typeof value === 'string' ? value : 'object' }));

describe('Line answerer', () => {
  it('repeats the id of a line', async () => {
    expect(await answerLine('{"id":"a","text":""}')).toEqual({ id: 'a', value: 'object' });
    expect(await answerLine('{"id":7,"text":""}')).toEqual({ id: 7, value: 'object' });
    expect(await answerLine('"text"')).toEqual({ value: 'text' });
    expect(await answerLine('\uFEFF"text"\r')).toEqual({ value: 'text' });
  });

  it('asks for answers in the background, so that single requests do not wait for large batches of lines', async () => {
    const stream = open((_, { background }) => Promise.resolve({ background }));
    expect(await stream.answerLine('"text"')).toEqual({ background: true });
  });

  it.each([
    ['{', 'malformed-body', 'The line is not valid JSON.'],
    ['[1]', 'invalid-request', 'The line must be a string, or an object with a string under "text".'],
    ['null', 'invalid-request', 'The line must be a string, or an object with a string under "text".'],
    [
      '{"id":1e999}',
      'invalid-request',
      '/id must be a whole number below 2^53, or a string of at most 256 characters.',
    ],
    [
      '{"id":9007199254740993}',
      'invalid-request',
      '/id must be a whole number below 2^53, or a string of at most 256 characters.',
    ],
    ['{"id":{}}', 'invalid-request', '/id must be a whole number below 2^53, or a string of at most 256 characters.'],
  ])('answers the line %s with an error', async (line, kind, detail) => {
    expect(await answerLine(line)).toMatchObject({ error: { kind, detail } });
  });

  it('answers with the error of a line, and its places', async () => {
    const faults = [{ pointer: '/text', detail: 'is missing' }];
    const { answerLine: answerFaulty } = open(() =>
      Promise.reject(new RequestError('invalid-request', 'No.', { faults })),
    );
    expect(await answerFaulty('{"id":"x"}')).toEqual({
      id: 'x',
      error: { kind: 'invalid-request', status: 422, detail: 'No.', errors: faults },
    });
  });

  it('tries again while the service has no capacity, and gives each attempt its whole time', async () => {
    const deadlines: number[] = [];
    const { clock, answerLine: answerLate } = open((_, { deadlineMs }) => {
      deadlines.push(deadlineMs);
      return deadlines.length < 3 ? Promise.reject(overloadedError(400)) : Promise.resolve({ value: 'late' });
    });
    const answer = answerLate('"text"');
    for (let attempt = 0; attempt < 3; attempt++) {
      await settled();
      clock.advance(400);
    }
    expect(await answer).toEqual({ value: 'late' });
    expect(deadlines).toEqual([TIMEOUT_MS, TIMEOUT_MS + 400, TIMEOUT_MS + 800]);
  });

  it('gives up when there is no capacity for the whole time', async () => {
    let attempts = 0;
    const { clock, answerLine: answerNever } = open(() => {
      attempts++;
      return Promise.reject(new PredictionError('model-unavailable', 'No model process answers.'));
    });
    const answer = answerNever('"text"');
    for (let second = 0; second <= TIMEOUT_MS / 1_000 + 1; second++) {
      await settled();
      clock.advance(500);
      await settled();
      clock.advance(500);
    }
    expect(await answer).toMatchObject({ error: { kind: 'model-unavailable', status: 503 } });
    expect(attempts).toBe(21);
  });

  it('does not try again for a client that has left', async () => {
    let attempts = 0;
    const { controller, answerLine: answerGone } = open(() => {
      attempts++;
      controller.abort();
      return Promise.reject(overloadedError(400));
    });
    expect(await answerGone('"text"')).toMatchObject({ error: { kind: 'overloaded' } });
    expect(attempts).toBe(1);
  });
});
