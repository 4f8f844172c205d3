import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { RequestContext } from '#libs/observability';
import { ManualClock } from '#libs/testing';
import { getClientId } from './client-id.js';

function open(client?: string) {
  const requestContext = new RequestContext('id-1', { clock: new ManualClock(), startedMs: 0, trace: undefined });
  requestContext.client = client;
  const request = { ip: '192.0.2.1', socket: {} };
  const response = { locals: { requestContext } } as unknown as Response;
  return { request, requestContext, getId: () => getClientId(request as unknown as Request, response) };
}

describe('Client of a request', () => {
  it('is the name of its API key', () => {
    expect(open('shop').getId()).toBe('key shop');
  });

  it('is its address when it has no key', () => {
    expect(open().getId()).toBe('address 192.0.2.1');
  });

  it('is never the same for a key and an address of one spelling', () => {
    expect(open('192.0.2.1').getId()).not.toBe(open().getId());
  });

  it('is made once for each request', () => {
    const { request, requestContext, getId } = open();
    expect(getId()).toBe('address 192.0.2.1');
    request.ip = '192.0.2.2';
    expect([getId(), requestContext.clientId]).toEqual(['address 192.0.2.1', 'address 192.0.2.1']);
  });
});
