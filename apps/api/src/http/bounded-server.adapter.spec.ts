import { once } from 'node:events';
import { request as send, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BoundedServerAdapter, KEEP_ALIVE_MS } from './bounded-server.adapter.js';
import type { EventLoopQueue, LoopWork } from './event-loop-queue.js';

let server: Server;
let works: LoopWork[];
let postponedTurns: number;

beforeEach(async () => {
  works = [];
  postponedTurns = 0;
  const eventLoopQueue: Pick<EventLoopQueue, 'run' | 'postponeTurn'> = {
    run: (work, start) => {
      works.push(work);
      start();
    },
    postponeTurn: () => {
      postponedTurns++;
    },
  };
  const app = express();
  app.use((request: Request, response: Response) => {
    response.json({ url: request.url, hasArrivalTime: typeof response.locals.arrivedMs === 'number' });
  });
  const adapter = new BoundedServerAdapter(app, {
    maxConnections: 10,
    requestTimeoutMs: 10_000,
    eventLoopQueue: eventLoopQueue as EventLoopQueue,
  });
  adapter.initHttpServer();
  server = adapter.getHttpServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function ask(path: string, headers: Record<string, string> = {}): Promise<{ status: number; json: object }> {
  const request = send({
    port: (server.address() as AddressInfo).port,
    host: '127.0.0.1',
    path,
    headers,
    agent: false,
  });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode ?? 0, json: JSON.parse(body) as object };
}

describe('HTTP server with limits', () => {
  it('has the limits for slow and stalled clients', () => {
    expect(server).toMatchObject({
      headersTimeout: 10_000,
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeadersCount: 0,
      timeout: 30_000,
    });
  });

  it.each([
    ['/predict?a=1', '/predict?a=1'],
    ['http://host.example/predict', '/predict'],
    ['HTTPS://user@host.example:80?a=1', '/?a=1'],
    ['http://host.example', '/'],
    ['*', '*'],
  ])('passes the target %s on as %s', async (target, url) => {
    expect((await ask(target)).json).toMatchObject({ url });
  });

  it('lets requests wait for the event loop, by client and cost, and notes when they arrived', async () => {
    expect((await ask('/predict')).json).toMatchObject({ hasArrivalTime: true });
    await ask('/metrics?x=1');
    expect(works).toEqual([
      { client: '127.0.0.1', cost: 128 },
      { client: '127.0.0.1', cost: 512 },
    ]);
    expect(postponedTurns).toBe(2);
  });

  it.each(['/health', '/health/live', '/health/ready?x=1', '/health/startup'])(
    'serves the probe %s at once',
    async (path) => {
      expect((await ask(path)).json).toMatchObject({ hasArrivalTime: false });
      expect(works).toEqual([]);
    },
  );

  it('leaves expectations to the handlers of the request', async () => {
    expect(await ask('/predict', { expect: 'miracles' })).toMatchObject({ status: 200, json: { url: '/predict' } });
  });
});
