import { describe, expect, it } from 'vitest';
import { chooseLineTransfer, detectLineTransfer, type LineTransfer, type RuntimeScope } from './line-transfer.js';

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
  process: { versions: { node: '20.19.0' } },
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

  it.each<[string, Partial<RuntimeScope>]>([
    ['it has no process', { process: undefined }],
    ['a bundler gave it a process', { process: { versions: {} } }],
    ['its process has no versions', { process: {} }],
  ])('is several requests in a runtime that does not tell its name: %s', (_, other) => {
    expect(detectLineTransfer(scope(undefined, other))).toBe('requests');
  });

  it.each(['Request', 'ReadableStream'])('is several requests without %s', (name) => {
    expect(detectLineTransfer(scope(undefined, { [name]: undefined }))).toBe('requests');
  });

  it('is several requests when a stream cannot be made', () => {
    const Broken = new Proxy(ReadableStream, {
      construct: () => {
        throw new TypeError('not supported');
      },
    });
    expect(detectLineTransfer(scope(undefined, { ReadableStream: Broken }))).toBe('requests');
  });

  it.each([
    ['takes it for a text', RequestWithoutStreams],
    ['refuses it', RequestThatFails],
  ])('is several requests when a request with a stream %s', (_, other) => {
    expect(detectLineTransfer(scope(undefined, { Request: other }))).toBe('requests');
  });
});

describe('The choice of the caller', () => {
  it.each(['stream', 'requests'] as const)('may be %s', (transfer) => {
    expect(chooseLineTransfer(transfer)).toBe(transfer);
  });

  it.each(['request', 'toString', '', null])('is refused when it is %j', (transfer) => {
    expect(() => chooseLineTransfer(transfer as LineTransfer)).toThrow(
      new RangeError("transfer must be 'stream' or 'requests'"),
    );
  });
});
