import { describe, expect, it } from 'vitest';
import { toProblem, toStatusProblem } from './problem.dto.js';

describe('Problem of an error', () => {
  it('has type, title and status of its kind, the message, and the request id', () => {
    expect(toProblem({ kind: 'deadline-exceeded', message: 'Too late.' }, 'id-1')).toStrictEqual({
      type: 'urn:sentiment:problem:deadline-exceeded',
      title: 'The service did not answer in time',
      status: 504,
      detail: 'Too late.',
      instance: 'urn:request:id-1',
    });
  });

  it('lists the first 100 faults and counts all', () => {
    const faults = Array.from({ length: 101 }, (_, index) => ({
      pointer: `/text/${index}`,
      detail: 'must be a string',
    }));
    const problem = toProblem({ kind: 'invalid-request', message: 'Faulty.', faults }, 'id-1');
    expect(problem).toMatchObject({ errors: faults.slice(0, 100), errorCount: 101 });
    expect(problem.errors).toHaveLength(100);
  });

  it('shows nothing of a fault but its place and its detail', () => {
    const fault = { pointer: '/text/0', detail: 'must be a string', value: 'a secret text' };
    const { errors } = toProblem({ kind: 'invalid-request', message: 'Faulty.', faults: [fault] }, 'id-1');
    expect(errors).toStrictEqual([{ pointer: '/text/0', detail: 'must be a string' }]);
  });

  it('has no list of faults where there are none', () => {
    const problem = toProblem({ kind: 'invalid-request', message: 'Faulty.', faults: [] }, 'id-1');
    expect(Object.keys(problem)).toEqual(['type', 'title', 'status', 'detail', 'instance']);
  });

  it('has the estimated wait, also when it is 0', () => {
    const source = { kind: 'overloaded', message: 'Later.' } as const;
    expect(toProblem({ ...source, estimatedWaitMs: 0 }, 'id-1').estimatedWaitMs).toBe(0);
    expect(toProblem({ ...source, estimatedWaitMs: undefined }, 'id-1')).not.toHaveProperty('estimatedWaitMs');
  });
});

describe('Problem of a status without a kind', () => {
  it.each([
    [403, 'Forbidden'],
    [418, "I'm a Teapot"],
    [599, 'Error'],
  ])('has the phrase of the status %i and no type of its own', (status, phrase) => {
    expect(toStatusProblem(status, 'id-1')).toStrictEqual({
      type: 'about:blank',
      title: phrase,
      status,
      detail: `${phrase}.`,
      instance: 'urn:request:id-1',
    });
  });
});
