import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Api, freePort, startApi } from '#libs/testing';
import { metricSum, readMetrics } from '../metrics-page.js';
import { rawRequest } from '../raw-request.js';

const MAX_CONNECTIONS = 50;
const BODY = '{"text":["good"]}';
const HEAD = `POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n`;
const LIVE = 'GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n';

let api: Api;
const sockets: Socket[] = [];

beforeEach(async () => {
  api = await startApi({ env: { MAX_CONNECTIONS: String(MAX_CONNECTIONS) } });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await api.stop();
});

async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {}).resume();
  await once(socket, 'connect');
  return socket;
}

/** Connections in the order in which the service accepted them, each one after what `use` does with it. */
async function openMany(count: number, use: (socket: Socket) => unknown): Promise<Socket[]> {
  const opened: Socket[] = [];
  for (let index = 0; index < count; index++) {
    const socket = await open();
    await use(socket);
    opened.push(socket);
  }
  return opened;
}

/** The status of the next answer; undefined when the connection is closed without one. */
async function send(socket: Socket, bytes: string): Promise<string | undefined> {
  const answer = new Promise<string | undefined>((resolve) => {
    const onClose = () => resolve(undefined);
    socket.once('close', onClose);
    socket.once('data', (data) => {
      socket.off('close', onClose);
      resolve(/^HTTP\/1\.1 (\d{3})/.exec(data.toString('latin1'))?.[1]);
    });
  });
  socket.write(bytes);
  return answer;
}

const closedCount = (some: readonly Socket[]): number => some.filter(({ closed }) => closed).length;

async function refusedCounts(): Promise<Record<string, number>> {
  const samples = await readMetrics(api.url);
  const count = (reason: string) => metricSum(samples, 'http_connections_refused_total', { reason });
  return { 'idle-closed': count('idle-closed'), 'too-many': count('too-many') };
}

describe('connections past MAX_CONNECTIONS', () => {
  it.each([
    ['that sent nothing', () => undefined],
    ['that sent a part of a head', (socket: Socket) => socket.write('GET /health/live HTTP/1.1\r\nHost:')],
    ['that are open after an answer', (socket: Socket) => send(socket, LIVE)],
  ])('are accepted in place of the ones that are idle for the longest time: %s', async (_, use) => {
    const idle = await openMany(60, use);
    expect(await send(await open(), LIVE)).toBe('200');
    await expect.poll(() => closedCount(idle.slice(0, 10))).toBe(10);
    expect(closedCount(idle.slice(11))).toBe(0);
    expect((await refusedCounts())['too-many']).toBe(0);
    expect((await refusedCounts())['idle-closed']).toBeGreaterThanOrEqual(11);
  });

  it('never take the place of one with a request in progress', async () => {
    const busy = await open();
    busy.write(HEAD);
    // Answered after the service has read the head of the first one: it reads connections in turns.
    expect(await send(await open(), LIVE)).toBe('200');
    await openMany(60, () => undefined);
    expect(await send(await open(), LIVE)).toBe('200');
    expect(await send(busy, BODY)).toBe('200');
  });

  it('are dropped and counted when each one has a request in progress', async () => {
    const busy = await openMany(MAX_CONNECTIONS, async (socket) => {
      // The service has accepted the connection before it reads the head that follows.
      await send(socket, LIVE);
      socket.write(HEAD);
    });
    const dropped = await open();
    await expect.poll(() => dropped.closed).toBe(true);
    expect(closedCount(busy)).toBe(0);
    for (const socket of busy) expect(await send(socket, BODY)).toBe('200');
    expect((await refusedCounts())['too-many']).toBe(1);
  });
});

describe('a connection of a client that asks for known texts', () => {
  // An answer out of the memory cache can be complete before Node has parsed the end of its request.
  it('stays open past the time limit for the rest of a body (5 s)', async () => {
    const socket = await open();
    const startedMs = performance.now();
    while (performance.now() - startedMs < 6_000) expect(await send(socket, HEAD + BODY)).toBe('200');
    expect(socket.closed).toBe(false);
  });
});

describe('a connection to METRICS_PORT', () => {
  it('is closed when it sends half of a head, and a scrape is answered meanwhile', async () => {
    const port = await freePort();
    const withMetricsPort = await startApi({ env: { METRICS_PORT: String(port) }, untilReady: false });
    try {
      const slow = rawRequest(port, ['GET /metrics HTTP/1.1\r\nHost:'], 10_000);
      expect(metricSum(await readMetrics(`http://127.0.0.1:${port}`), 'sentiment_build_info')).toBe(1);
      expect((await slow).isClosed).toBe(true);
    } finally {
      await withMetricsPort.stop();
    }
  });
});
