import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { describe, expect, it } from 'vitest';
import { HttpClassifyContext } from './http-classify-context.js';

function openResponse(state: { closed: boolean; writableEnded: boolean } = { closed: false, writableEnded: false }) {
  const response = Object.assign(new EventEmitter(), state);
  const options = { client: 'team', deadlineMs: 1, cache: undefined };
  return { response, context: new HttpClassifyContext(options, response as unknown as Response) };
}

describe('Disconnect signal of a request', () => {
  it('is aborted when the client leaves before its answer', () => {
    const { response, context } = openResponse();
    const { signal } = context;
    expect(signal.aborted).toBe(false);
    response.emit('close');
    expect(signal.aborted).toBe(true);
  });

  it('is not aborted when the answer was complete', () => {
    const { response, context } = openResponse();
    const { signal } = context;
    response.writableEnded = true;
    response.emit('close');
    expect(signal.aborted).toBe(false);
  });

  it('is aborted from the beginning when the client has left before', () => {
    expect(openResponse({ closed: true, writableEnded: false }).context.signal.aborted).toBe(true);
  });

  it('is made once, and only when it is read', () => {
    const { response, context } = openResponse();
    expect(response.listenerCount('close')).toBe(0);
    expect(context.signal).toBe(context.signal);
    expect(response.listenerCount('close')).toBe(1);
  });
});
