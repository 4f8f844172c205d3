import { describe, expect, it } from 'vitest';
import { checkQuery } from './check-query.js';

describe('The parameters of a URL of Google', () => {
  it.each([
    {},
    { alt: 'json' },
    { $alt: 'json;enum-encoding=int' },
    { alt: 'json', $alt: 'json' },
    { alt: ['json', 'json'] },
    { key: ['a', 'b'], fields: 'language', prettyPrint: 'false', callback: 'f', other: '' },
  ])('may ask for JSON, and are ignored otherwise: %j', (query) => {
    expect(() => {
      checkQuery(query);
    }).not.toThrow();
  });

  it.each([
    { alt: 'media' },
    { alt: 'proto' },
    { alt: '' },
    { alt: 'jsonp' },
    { alt: ['json', 'media'] },
    { alt: { json: '' } },
    { $alt: 'proto' },
    { alt: 'json', $alt: 'proto' },
  ])('may not ask for another format: %j', (query) => {
    expect(() => {
      checkQuery(query);
    }).toThrow(/^The parameter \$?alt must be json\.$/);
  });
});
