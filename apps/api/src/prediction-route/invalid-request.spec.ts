import { describe, expect, it } from 'vitest';
import { invalidRequest } from './invalid-request.js';

describe('Invalid request', () => {
  it.each([
    [['must be a string'], '/a/0 must be a string.'],
    [['must be a string', 'must be a string'], '/a/0 must be a string. 2 places have this fault.'],
    [['is missing', 'must be a string'], '/a/0 is missing. The body has 2 faults.'],
  ])('names the first place, and how many there are: %j', (details, message) => {
    const faults = details.map((detail, index) => ({ pointer: `/a/${index}`, detail }));
    expect(invalidRequest(faults)).toMatchObject({ kind: 'invalid-request', message, faults });
  });

  it('names the body where a fault has no place', () => {
    expect(invalidRequest([{ pointer: '', detail: 'must be an object' }]).message).toBe('The body must be an object.');
  });
});
