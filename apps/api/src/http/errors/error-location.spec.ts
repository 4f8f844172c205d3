import { describe, expect, it } from 'vitest';
import { errorLocation } from './error-location.js';

describe('errorLocation', () => {
  it('names the error and the place where it was made, without its message', () => {
    const location = errorLocation(new TypeError('a text of a request'));
    expect(location).toMatch(/^TypeError at error-location\.spec\.ts:\d+:\d+$/);
  });

  it('is not misled by a message that looks like a place', () => {
    const location = errorLocation(new Error('text\n    at secret (/secret/file.ts:1:2)'));
    expect(location).toMatch(/^Error at error-location\.spec\.ts:\d+:\d+$/);
  });

  it('shows nothing of a value that is no error, and of an error without a stack', () => {
    expect(errorLocation('a text of a request')).toBe('a thrown value that is no error');
    const error = new Error('a text of a request');
    delete error.stack;
    expect(errorLocation(error)).toBe('Error at an unknown place');
  });
});
