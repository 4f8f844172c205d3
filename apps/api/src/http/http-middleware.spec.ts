import { once } from 'node:events';
import { request as send, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type Response } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { RequestContext, type RequestTelemetry } from '#libs/observability';
import { ManualClock } from '#libs/testing';
import { httpMiddleware, type HttpMiddlewareOptions } from './http-middleware.js';
import { getRequestContext } from './request-context.js';

const ORIGIN = 'https://app.example';

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** A server that answers the request id of each request that passes the middleware, and the kind of error of the others. */
async function open(allowedOrigins?: HttpMiddlewareOptions['allowedOrigins']): Promise<number> {
  const begin = (_request: Request, _response: Response, requestId: string) =>
    new RequestContext(requestId, { clock: new ManualClock(), startedMs: 0, trace: undefined });
  const app = express();
  app.use(httpMiddleware({ telemetry: { begin } as unknown as RequestTelemetry, allowedOrigins }));
  app.use((_request: Request, response: Response) => {
    response.end(getRequestContext(response).requestId);
  });
  // Express takes a function with four parameters for an error handler.
  app.use((error: { kind: string }, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) next(error);
    else response.status(400).end(error.kind);
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function ask(port: number, path = '/predict', headers: Record<string, string> = {}, method = 'GET') {
  const request = send({ port, host: '127.0.0.1', path, headers, method });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, headers: response.headers, body };
}

describe('HTTP middleware', () => {
  it('gives each request its id and its context', async () => {
    const { headers, body } = await ask(await open(), '/predict', { 'x-request-id': 'id-7' });
    expect([body, headers['x-request-id']]).toEqual(['id-7', 'id-7']);
  });

  it('forbids pages to use answers of the API, and lets the documentation load its own scripts', async () => {
    const port = await open();
    const api = await ask(port);
    expect(api.headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    });
    const docs = await ask(port, '/docs/swagger-ui.css');
    expect(docs.headers['content-security-policy']).toContain("script-src 'self'");
    for (const { headers } of [api, docs]) expect(headers).not.toHaveProperty('strict-transport-security');
  });

  it.each([
    ['/predict/', {}, 'not-found'],
    ['/predict', { host: 'a b' }, 'malformed-request'],
  ])('refuses %s with the headers %j', async (path, headers, kind) => {
    const answer = await ask(await open(), path, headers);
    expect([answer.status, answer.body]).toEqual([400, kind]);
    expect(answer.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
  });

  it('sends no CORS headers where no origin is allowed', async () => {
    const { headers } = await ask(await open(), '/predict', { origin: ORIGIN });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).not.toHaveProperty('vary');
  });

  it('allows the origins of the settings, exposes the headers of the answers, and varies by origin', async () => {
    const port = await open([ORIGIN]);
    const allowed = await ask(port, '/predict', { origin: ORIGIN });
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-expose-headers':
        'X-Request-Id,X-Model,X-Truncated,x-amzn-RequestId,x-ms-client-request-id,Cache-Status,Server-Timing,Retry-After,RateLimit,RateLimit-Policy',
    });
    const other = await ask(port, '/predict', { origin: 'https://other.example' });
    expect(other.headers).not.toHaveProperty('access-control-allow-origin');
    const none = await ask(port);
    for (const { headers } of [allowed, other, none]) expect(headers.vary).toContain('Origin');
  });

  it('answers preflights, and passes any other OPTIONS request on', async () => {
    const port = await open('*');
    const preflight = { origin: ORIGIN, 'access-control-request-method': 'POST' };
    expect(await ask(port, '/predict', preflight, 'OPTIONS')).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': '*', 'access-control-max-age': '600' },
    });
    expect((await ask(port, '/predict', { origin: ORIGIN, 'x-request-id': 'id-8' }, 'OPTIONS')).body).toBe('id-8');
  });
});
