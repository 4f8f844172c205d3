import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '#libs/testing';
import type { MetricsPage } from './metrics-registry.js';
import { MetricsServer, type MetricsServerBounds } from './metrics-server.js';

const SCRAPE = 'GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n';
/** Far shorter than in production, so that the tests wait for no limit of seconds. */
const SHORT: Partial<MetricsServerBounds> = { requestLimitMs: 50, checkIntervalMs: 10 };
/** Longer than a test. */
const LONG: Partial<MetricsServerBounds> = { requestLimitMs: 600_000 };

const sockets: Socket[] = [];
let server: MetricsServer;
let port: number;

afterEach(() => {
  server.close();
  for (const socket of sockets.splice(0)) socket.destroy();
});

const renderPage = () => Promise.resolve({ contentType: 'text/plain', text: 'up 1\n' });

async function listen(
  bounds?: Partial<MetricsServerBounds>,
  render: () => Promise<MetricsPage> = renderPage,
): Promise<void> {
  server = new MetricsServer({ render }, bounds);
  port = await freePort();
  await server.listen(port, '127.0.0.1');
}

async function open(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {}).resume();
  await once(socket, 'connect');
  return socket;
}

async function openMany(count: number, bytes = ''): Promise<void> {
  for (let index = 0; index < count; index++) (await open()).write(bytes);
}

/** Everything that the server answers until it closes the connection. */
async function readToEnd(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (data) => (text += data.toString()));
  if (!socket.closed) await once(socket, 'close');
  return text;
}

async function scrape(): Promise<string> {
  const socket = await open();
  socket.write(SCRAPE);
  return readToEnd(socket);
}

const openCount = (): number => sockets.filter(({ closed }) => !closed).length;

describe('Metrics server', () => {
  it('answers a scrape and closes the connection', async () => {
    await listen();
    expect(await scrape()).toMatch(/^HTTP\/1\.1 200 OK[^]*\r\nConnection: close\r\n[^]*up 1\n/);
  });

  it.each([
    ['nothing', ''],
    ['half of a head', 'GET /metrics HTTP/1.1\r\nHost:'],
    ['half of a body', 'GET /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf'],
  ])('closes a connection that sends %s', async (_, bytes) => {
    await listen(SHORT);
    const socket = await open();
    socket.write(bytes);
    expect(await readToEnd(socket)).not.toContain('200');
    expect(await scrape()).toContain('up 1');
  });

  it('answers a scrape while others keep connections open without a request', async () => {
    await listen(LONG);
    await openMany(150);
    expect(await scrape()).toContain('up 1');
    await expect.poll(openCount).toBeLessThanOrEqual(100);
    expect(sockets.at(0)?.closed).toBe(true);
    // The last one is the scrape.
    expect(sockets.at(-2)?.closed).toBe(false);
  });

  it('takes at most 100 connections when each one has a request in progress', async () => {
    await listen(LONG, () => new Promise(() => {}));
    await openMany(120, SCRAPE);
    await expect.poll(openCount).toBeLessThanOrEqual(100);
    expect(sockets.at(0)?.closed).toBe(false);
  });
});
