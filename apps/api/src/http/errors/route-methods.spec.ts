import express from 'express';
import { describe, expect, it } from 'vitest';
import { listRouteMethods, ROOT_ANSWERS_ALL } from './route-methods.js';

const answer = () => {};
const app = express();
app.use('/used', answer);
app.post('/texts', answer);
app.put('/texts', answer);
app.get('/model', answer);
app.delete('/other', answer);
app.get('/', answer);
app.post('/texts\\:analyze', answer);

describe('Methods of a route', () => {
  it('are all methods of the path, in alphabetical order', () => {
    expect(listRouteMethods(app, '/texts')).toEqual(['POST', 'PUT']);
  });

  it('are those of a path with a colon', () => {
    expect(listRouteMethods(app, '/texts:analyze')).toEqual(['POST']);
  });

  it('include HEAD where they include GET', () => {
    expect(listRouteMethods(app, '/model')).toEqual(['GET', 'HEAD']);
  });

  it('do not include GET of the page at /, which exists for browsers alone', () => {
    expect(listRouteMethods(app, '/')).toEqual([]);
    const withRoute = express().get('/', answer).post('/', answer);
    expect(listRouteMethods(withRoute, '/')).toEqual(['POST']);
    expect(listRouteMethods(withRoute.enable(ROOT_ANSWERS_ALL), '/')).toEqual(['GET', 'HEAD', 'POST']);
  });

  it.each(['/nowhere', '/used', '/text'])('are none for a path without a route: %s', (path) => {
    expect(listRouteMethods(app, path)).toEqual([]);
  });
});
