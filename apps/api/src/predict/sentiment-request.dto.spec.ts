import { describe, expect, it } from 'vitest';
import { RequestError } from '../http/errors/request-error.js';
import { toSentimentRequest } from './sentiment-request.dto.js';

function getFaults(body: unknown) {
  try {
    toSentimentRequest(body, 3);
  } catch (error) {
    if (error instanceof RequestError) return { kind: error.kind, faults: error.faults, message: error.message };
  }
  return undefined;
}

describe('Sentiment request', () => {
  it('accepts a list of strings, blank ones too, and ignores other members', () => {
    expect(toSentimentRequest({ text: ['good', '', ' '], more: 1 }, 3).text).toEqual(['good', '', ' ']);
  });

  it.each([
    [null, ''],
    [['good'], ''],
    ['good', ''],
    [{}, '/text'],
    [{ text: 'good' }, '/text'],
    [{ text: [] }, '/text'],
    [{ text: ['a', 'b', 'c', 'd'] }, '/text'],
    [{ text: { length: 1, 0: 'good' } }, '/text'],
  ])('refuses %j and points at the place', (body, pointer) => {
    expect(getFaults(body)).toMatchObject({ kind: 'invalid-request', faults: [{ pointer }] });
  });

  it('points at each text that is no string', () => {
    expect(getFaults({ text: ['good', 1, null] })).toMatchObject({
      faults: [
        { pointer: '/text/1', detail: 'must be a string' },
        { pointer: '/text/2', detail: 'must be a string' },
      ],
      message: '/text/1 must be a string. 2 places have this fault.',
    });
  });

  it('takes no texts from a prototype', () => {
    expect(getFaults(Object.create({ text: ['good'] }))).toMatchObject({ faults: [{ detail: 'is missing' }] });
  });
});
