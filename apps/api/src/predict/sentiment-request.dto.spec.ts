import { describe, expect, it } from 'vitest';
import type { ModelDescription } from '#libs/prediction';
import { RequestError } from '../http/errors/request-error.js';
import { checkNeutralLabel, toSentimentRequest } from './sentiment-request.dto.js';

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
    [{ text: ['good'], neutral: null }, '/neutral'],
    [{ text: ['good'], neutral: 'true' }, '/neutral'],
    [{ text: ['good'], neutral: 1 }, '/neutral'],
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

  it('points at the texts and at the neutral label when both are faulty', () => {
    expect(getFaults({ text: ['good', 1], neutral: [] })).toMatchObject({
      faults: [
        { pointer: '/text/1', detail: 'must be a string' },
        { pointer: '/neutral', detail: 'must be true or false' },
      ],
      message: '/text/1 must be a string. The body has 2 faults.',
    });
  });

  it('takes no texts and no neutral label from a prototype', () => {
    expect(getFaults(Object.create({ text: ['good'] }))).toMatchObject({ faults: [{ detail: 'is missing' }] });
    const inherited = Object.assign(Object.create({ neutral: true }) as object, { text: ['good'] });
    expect(toSentimentRequest(inherited, 3).neutral).toBe(false);
  });

  it.each([
    [{}, false],
    [{ neutral: false }, false],
    [{ neutral: true }, true],
  ])('asks for the neutral label only if it says so: %j', (options, neutral) => {
    expect(toSentimentRequest({ text: ['good'], ...options }, 3).neutral).toBe(neutral);
  });
});

describe('Request for the neutral label', () => {
  const request = toSentimentRequest({ text: ['good'], neutral: true }, 3);
  const toModel = (neutralLabel: string | null) => ({ name: 'fake', neutralLabel }) as unknown as ModelDescription;

  it('is refused when the model has none', () => {
    expect(() => {
      checkNeutralLabel(request, toModel(null));
    }).toThrow('/neutral must be false or left out: the model fake has no neutral label.');
  });

  it('is accepted when the model has one, and while no model is loaded', () => {
    for (const model of [toModel('NEUTRAL'), undefined]) {
      expect(() => {
        checkNeutralLabel(request, model);
      }).not.toThrow();
    }
  });
});
