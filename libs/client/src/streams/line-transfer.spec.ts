import { describe, expect, it } from 'vitest';
import { detectLineTransfer, type RuntimeScope } from './line-transfer.js';

const { Request, ReadableStream } = globalThis;

/** As Safari does: the body is taken for a text. */
const RequestWithoutStreams = new Proxy(Request, {
  construct: () => new Request('http://localhost', { method: 'POST', body: '[object ReadableStream]' }),
});
const RequestThatFails = new Proxy(Request, {
  construct: () => {
    throw new TypeError('unsupported body');
  },
});

const scope = (userAgent: string | undefined, other: Partial<RuntimeScope> = {}): RuntimeScope => ({
  navigator: userAgent === undefined ? undefined : { userAgent },
  Request,
  ReadableStream,
  ...other,
});

describe('The way in which lines are sent', () => {
  it.each([undefined, 'Node.js/24', 'Deno/2.9.6', 'Bun/1.4.5', 'Cloudflare-Workers'])(
    'is one stream on servers: %s',
    (userAgent) => {
      expect(detectLineTransfer(scope(userAgent))).toBe('stream');
    },
  );

  it.each([
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Edge Runtime',
    'Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/27.0.0 Node.js/24',
  ])('is several requests elsewhere: %s', (userAgent) => {
    expect(detectLineTransfer(scope(userAgent))).toBe('requests');
  });

  it.each([
    ['takes it for a text', RequestWithoutStreams],
    ['refuses it', RequestThatFails],
  ])('is several requests when a request with a stream %s', (_, other) => {
    expect(detectLineTransfer(scope(undefined, { Request: other }))).toBe('requests');
  });
});
