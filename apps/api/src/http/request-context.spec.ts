import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { RequestContext } from '#libs/observability';
import { ManualClock } from '#libs/testing';
import { findRequestContext, getRequestContext } from './request-context.js';

const toResponse = (locals?: object) => ({ locals }) as unknown as ServerResponse;

describe('Request context of a response', () => {
  it('is the one that the middleware has set', () => {
    const requestContext = new RequestContext('id-1', { clock: new ManualClock(), startedMs: 0, trace: undefined });
    expect(findRequestContext(toResponse({ requestContext }))).toBe(requestContext);
    expect(getRequestContext(toResponse({ requestContext }))).toBe(requestContext);
  });

  it.each([
    ['without locals', undefined],
    ['with locals of something else', { arrivedMs: 1 }],
  ])('is missing in a response %s', (_, locals) => {
    expect(findRequestContext(toResponse(locals))).toBeUndefined();
    expect(() => getRequestContext(toResponse(locals))).toThrow('the request did not pass httpMiddleware');
  });
});
