import { describe, expect, it } from 'vitest';
import { errorLocation } from './error-location.js';

/** An error with the stack that V8 writes for it. */
function toError(message: string, ...places: string[]): Error {
  const error = new TypeError(message);
  error.stack = [`TypeError: ${message}`, ...places.map((place) => `    at ${place}`)].join('\n');
  return error;
}

describe('Location of an error', () => {
  it.each([
    ['run (file:///app/dist/predict/json-body.js:12:34)', 'json-body.js:12:34'],
    ['/app/dist/main.js:1:2', 'main.js:1:2'],
    ['async Promise.all (C:\\app\\dist\\main.js:5:6)', 'main.js:5:6'],
    ['node:internal/fs:7:8', 'fs:7:8'],
    ['JSON.parse (<anonymous>)', 'an unknown place'],
  ])('is its first place, by file name: %s', (first, place) => {
    const error = toError('a text of a request', first, 'second (/app/dist/second.js:90:91)');
    expect(errorLocation(error)).toBe(`TypeError at ${place}`);
  });

  it('is the place where a real error was made, without its message', () => {
    const location = errorLocation(new TypeError('a text of a request'));
    expect(location).toMatch(/^TypeError at error-location\.spec\.ts:\d+:\d+$/);
  });

  it.each(['text\n    at secret (/secret/file.ts:1:2)', '', '\n    at '])(
    'is not misled by a message that looks like a place: %j',
    (message) => {
      expect(errorLocation(toError(message, 'run (/app/dist/main.js:1:2)'))).toBe('TypeError at main.js:1:2');
    },
  );

  it('shows nothing of a value that is no error, and of an error without a stack', () => {
    expect(errorLocation('a text of a request')).toBe('a thrown value that is not an Error');
    const error = new Error('a text of a request');
    delete error.stack;
    expect(errorLocation(error)).toBe('Error at an unknown place');
  });
});
