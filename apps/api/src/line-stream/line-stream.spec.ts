import { once } from 'node:events';
import { createServer, request as sendRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '#libs/testing';
import { LineStream } from './line-stream.js';
import type { StreamLine } from './line-splitter.js';

const IDLE_LIMIT_MS = 30_000;
const toText = (line: StreamLine) => (Buffer.isBuffer(line) ? line.toString() : line.kind);

let server: Server;

interface OpenStream {
  readonly clock: ManualClock;
  readonly shutdown: AbortController;
  readonly released: () => boolean;
  readonly ended: Promise<void>;
  readonly response: IncomingMessage;
  send(lines: string): void;
  /** Ends the request. */
  end(): void;
  /** The lines that have arrived. */
  received(): string[];
}

/** Opens a stream over a real connection. `answer` gets each line. */
async function openStream(answer: (line: string) => Promise<string>, { isRead = true } = {}): Promise<OpenStream> {
  const clock = new ManualClock();
  const shutdown = new AbortController();
  let isReleased = false;
  let markEnded = () => {};
  const ended = new Promise<void>((resolve) => (markEnded = resolve));
  server = createServer((request, response) => {
    response.flushHeaders();
    const stream = new LineStream({
      request,
      response,
      maxLineBytes: 1_000,
      reservation: { grow: () => {}, release: () => (isReleased = true) },
      clock,
      shutdown: shutdown.signal,
      answer: (line) => answer(toText(line)),
    });
    void stream.run().then(markEnded);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const upload = sendRequest({ port, host: '127.0.0.1', method: 'POST' });
  upload.on('error', () => {});
  upload.flushHeaders();
  const [response] = (await once(upload, 'response')) as [IncomingMessage];
  let text = '';
  if (isRead) response.on('data', (chunk: Buffer) => (text += chunk.toString()));
  response.on('error', () => {});
  return {
    clock,
    shutdown,
    released: () => isReleased,
    ended,
    response,
    send: (lines) => void upload.write(lines),
    end: () => void upload.end(),
    received: () => text.split('\n').slice(0, -1),
  };
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('Line stream', () => {
  it('answers each line in order, as soon as it is known, and tells that it is complete', async () => {
    const resolvers = new Map<string, (answer: string) => void>();
    const stream = await openStream((line) => new Promise((resolve) => resolvers.set(line, resolve)));
    stream.send('a\nb\nc');
    await vi.waitFor(() => {
      expect([...resolvers.keys()]).toEqual(['a', 'b']);
    });
    resolvers.get('b')?.('"B"');
    resolvers.get('a')?.('"A"');
    await vi.waitFor(() => {
      expect(stream.received()).toEqual(['"A"', '"B"']);
    });
    stream.end();
    await vi.waitFor(() => {
      expect(resolvers.has('c')).toBe(true);
    });
    resolvers.get('c')?.('"C"');
    await stream.ended;
    await vi.waitFor(() => {
      expect(stream.received()).toEqual(['"A"', '"B"', '"C"', '{"done":true,"lines":3}']);
    });
    expect(stream.released()).toBe(true);
    expect(stream.clock.pendingMs()).toEqual([]);
  });

  it('begins a bounded number of lines, and reads no further', async () => {
    let begun = 0;
    const stream = await openStream(() => {
      begun++;
      return new Promise(() => {});
    });
    for (let index = 0; index < 100; index++) stream.send('line\n'.repeat(1_000));
    await vi.waitFor(() => {
      expect(begun).toBe(128);
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(begun).toBe(128);
  });

  it('reads nothing from a client that does not read', async () => {
    let begun = 0;
    const stream = await openStream(
      () => {
        begun++;
        return Promise.resolve(JSON.stringify('x'.repeat(1_000)));
      },
      { isRead: false },
    );
    const sending = setInterval(() => {
      stream.send('line\n'.repeat(2_000));
    }, 1);
    let before = -1;
    await vi.waitFor(
      () => {
        const isStill = begun === before && begun > 0;
        before = begun;
        expect(isStill).toBe(true);
      },
      { interval: 200, timeout: 15_000 },
    );
    clearInterval(sending);
    expect(begun).toBeGreaterThan(128);
    stream.clock.advance(IDLE_LIMIT_MS);
    stream.clock.advance(5_000);
    await stream.ended;
    expect(stream.released()).toBe(true);
  });

  it('ends with an error line when the client sends nothing for 30 s', async () => {
    const stream = await openStream((line) => Promise.resolve(JSON.stringify(line)));
    stream.send('a\n');
    await vi.waitFor(() => {
      expect(stream.received()).toEqual(['"a"']);
    });
    stream.clock.advance(IDLE_LIMIT_MS - 1);
    stream.send('b\n');
    await vi.waitFor(() => {
      expect(stream.received()).toEqual(['"a"', '"b"']);
    });
    stream.clock.advance(IDLE_LIMIT_MS);
    await vi.waitFor(() => {
      expect(stream.received()).toHaveLength(3);
    });
    expect(JSON.parse(stream.received()[2] ?? '')).toEqual({
      done: false,
      lines: 2,
      error: { kind: 'request-too-slow', status: 408, detail: 'The client has sent nothing for 30 s.' },
    });
  });

  it('waits for a line that takes longer than 30 s', async () => {
    let resolveLine: ((answer: string) => void) | undefined;
    const stream = await openStream(() => new Promise((resolve) => (resolveLine = resolve)));
    stream.send('a\n');
    stream.end();
    await vi.waitFor(() => {
      expect(resolveLine).toBeDefined();
    });
    for (let times = 0; times < 3; times++) stream.clock.advance(IDLE_LIMIT_MS);
    resolveLine?.('1');
    await vi.waitFor(() => {
      expect(stream.received()).toEqual(['1', '{"done":true,"lines":1}']);
    });
  });

  it('answers the lines in hand when the service shuts down, and says how many they are', async () => {
    const resolvers: ((answer: string) => void)[] = [];
    const stream = await openStream(() => new Promise((resolve) => resolvers.push(resolve)));
    stream.send('line\n'.repeat(500));
    await vi.waitFor(() => {
      expect(resolvers).toHaveLength(128);
    });
    stream.shutdown.abort();
    for (const resolve of resolvers) resolve('1');
    await vi.waitFor(() => {
      expect(stream.received()).toHaveLength(129);
    });
    expect(JSON.parse(stream.received().at(-1) ?? '')).toMatchObject({
      done: false,
      lines: 128,
      error: { kind: 'shutting-down', status: 503 },
    });
    expect(resolvers).toHaveLength(128);
  });

  it('ends when the client leaves', async () => {
    const stream = await openStream(() => new Promise(() => {}));
    stream.send('a\n');
    stream.response.destroy();
    await stream.ended;
    expect(stream.released()).toBe(true);
    expect(stream.clock.pendingMs()).toEqual([]);
  });

  it('passes a line on that is too long, and goes on', async () => {
    const stream = await openStream((line) => Promise.resolve(JSON.stringify(line)));
    stream.send(`${'x'.repeat(1_001)}\nb\n`);
    stream.end();
    await vi.waitFor(() => {
      expect(stream.received()).toEqual(['"body-too-large"', '"b"', '{"done":true,"lines":2}']);
    });
  });
});
