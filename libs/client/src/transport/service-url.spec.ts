import { describe, expect, it } from 'vitest';
import { toServiceUrl } from './service-url.js';

describe('The address of a service', () => {
  it.each([
    ['http://localhost:8000', 'http://localhost:8000'],
    ['http://localhost:8000/', 'http://localhost:8000'],
    ['https://example.com/team/sentiment//', 'https://example.com/team/sentiment'],
    ['HTTP://Example.com:80/A', 'http://example.com/A'],
    ['http://[::1]:8000', 'http://[::1]:8000'],
  ])('%s becomes %s', (text, url) => {
    expect(toServiceUrl(text)).toBe(url);
  });

  it.each([
    ['localhost:8000', 'must be an address with http or https'],
    ['', 'must be an address with http or https'],
    ['ftp://example.com', 'must be an address with http or https'],
    ['file:///etc/passwd', 'must be an address with http or https'],
    ['http://user:secret@example.com', 'must have no user and no password'],
    ['http://secret@example.com', 'must have no user and no password'],
    ['http://example.com/?key=secret', 'must have neither a query'],
    ['http://example.com/#secret', 'must have neither a query'],
  ])('%j is refused, and not quoted', (text, reason) => {
    expect(() => toServiceUrl(text)).toThrow(reason);
    expect(() => toServiceUrl(text)).toThrow(/^((?!secret).)*$/);
  });
});
