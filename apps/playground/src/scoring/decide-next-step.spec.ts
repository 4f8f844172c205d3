import { describe, expect, it } from 'vitest';
import { ServiceProblem } from '../service/service-problem.js';
import { decideNextStep } from './decide-next-step.js';

const decide = (
  [status, kind, pointers = [], retryAfterMs]: [number, string, string[]?, number?],
  texts = 64,
  failedTries = 1,
) => decideNextStep(new ServiceProblem('A reason.', status, kind, pointers, retryAfterMs), texts, failedTries);

describe('Next step after a list of texts without an answer', () => {
  it.each([
    [429, 'rate-limited'],
    [429, 'overloaded'],
    [503, 'model-loading'],
  ])('is the wait that the service asks for after %d %s', (status, kind) => {
    expect(decide([status, kind, [], 12_000])).toEqual({ kind: 'wait', waitMs: 12_000 });
  });

  it('is a wait that doubles, up to 30 s, if the service names none', () => {
    const waits = [1, 2, 3, 9].map((failedTries) => decide([429, 'overloaded'], 64, failedTries));
    expect(waits).toEqual([1_000, 2_000, 4_000, 30_000].map((waitMs) => ({ kind: 'wait', waitMs })));
  });

  it.each<[number, string, string[]]>([
    [413, 'body-too-large', []],
    [422, 'invalid-request', ['/text']],
    [504, 'deadline-exceeded', []],
  ])('is a split after %d %s', (...problem) => {
    expect(decide(problem)).toEqual({ kind: 'split' });
    expect(decide(problem, 1)).toEqual({ kind: 'leave-out', places: [0] });
  });

  it.each<[number, string]>([
    [422, 'text-refused'],
    [500, 'text-failed'],
  ])('leaves out the texts that %d %s points at', (status, kind) => {
    expect(decide([status, kind, ['/text/3', '/text/11']])).toEqual({ kind: 'leave-out', places: [3, 11] });
  });

  it('is a request without the neutral label if the model has none', () => {
    expect(decide([422, 'invalid-request', ['/neutral']])).toEqual({ kind: 'without-neutral' });
  });

  it.each([
    [0, 'unreachable'],
    [502, 'unknown'],
    [500, 'internal'],
  ])('is a few more tries after %d %s', (status, kind) => {
    const steps = [1, 3, 4].map((failedTries) => decide([status, kind], 64, failedTries).kind);
    expect(steps).toEqual(['wait', 'wait', 'fail']);
  });

  it.each([
    [401, 'unauthorized'],
    [404, 'not-found'],
    [422, 'invalid-request'],
  ])('is the end after %d %s', (status, kind) => {
    expect(decide([status, kind])).toEqual({ kind: 'fail' });
  });

  it('is the end if the service points at a text that was not sent', () => {
    expect(decide([500, 'text-failed', ['/text/64']])).toEqual({ kind: 'fail' });
  });
});
