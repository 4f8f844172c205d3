import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { getMatchedRoute } from './matched-route.js';

function match(originalUrl: string, path?: string): string {
  const request = { originalUrl, ...(path !== undefined && { route: { path } }) };
  return getMatchedRoute(request as unknown as IncomingMessage);
}

describe('Matched route of a request', () => {
  it('is the path of the route, and not that of the request', () => {
    expect(match('/predict?secret=1', '/predict')).toBe('/predict');
    expect(match('/numbers/7', '/numbers/:number')).toBe('/numbers/:number');
  });

  it.each(['/models/:name\\:predict', '/models/:name%3Apredict', '/models/:name%3apredict'])(
    'is one readable path where the path has a literal colon: %s',
    (path) => {
      expect(match('/models/a:predict', path)).toBe('/models/:name:predict');
    },
  );

  it.each([
    ['/docs', '/docs'],
    ['/docs?x=1', '/docs'],
    ['/docs/swagger-ui.css', undefined],
    ['/docs/no/such/file', '/docs/*path'],
  ])('is one route for all files of Swagger UI: %s', (url, path) => {
    expect(match(url, path)).toBe('/docs');
  });

  it.each(['/', '/nowhere', '/docs-of-mine', '/predict', '/a/docs'])('is none where no route matched: %s', (url) => {
    expect(match(url)).toBe('none');
  });
});
