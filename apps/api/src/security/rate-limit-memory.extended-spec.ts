import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Request } from 'express';
import { beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { clientAddress } from './client-address.js';
import { RateLimitWindows } from './rate-limit-windows.js';

const WINDOW_MS = 60_000;
const MEGABYTE = 1024 * 1024;
const MAX_BYTES = 64 * MEGABYTE;
/** Close to the 16 KB that Node takes as the headers of a request. */
const LONG_HEADER_BYTES = 15_800;

let collectGarbage: () => void;

beforeAll(() => {
  setFlagsFromString('--expose-gc');
  collectGarbage = runInNewContext('gc') as () => void;
});

function usedBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Bytes that the windows hold after a request of each client. */
function measureWindows(count: number, getClient: (index: number) => string): number {
  const before = usedBytes();
  const windows = new RateLimitWindows({ clock: new ManualClock(), windowMs: WINDOW_MS });
  for (let index = 0; index < count; index++) windows.count(getClient(index));
  const held = usedBytes() - before;
  // The last one is there: the windows are still in use when they are measured.
  expect(windows.count(getClient(count - 1)).requests).toBe(2);
  return held;
}

function toRequest(ip: string): Request {
  return { ip, socket: { remoteAddress: '10.0.0.1' } } as unknown as Request;
}

/** An address in the network of this number. */
const toNetwork = (index: number): string =>
  `2001:db8:${(index >> 16).toString(16)}:${(index % 65_536).toString(16)}::1`;

describe('the memory of the rate limit', () => {
  it('holds at most 64 MB for a million addresses', () => {
    const held = measureWindows(1_000_000, (index) => `address ${clientAddress(toRequest(toNetwork(index)))}`);
    expect(held).toBeLessThan(MAX_BYTES);
  });

  it('holds at most 64 MB for names of any length', () => {
    const held = measureWindows(20_000, (index) => `${index} ${'x'.repeat(LONG_HEADER_BYTES)}`.toUpperCase());
    expect(held).toBeLessThan(MAX_BYTES);
  });

  it.each([
    ['IPv4', (index: number) => `198.51.${100 + (index >> 8)}.${100 + (index % 256)}`],
    ['IPv6', toNetwork],
  ])('holds no header that an address was cut out of: %s', (_, toAddress) => {
    const before = usedBytes();
    const addresses = Array.from({ length: 10_000 }, (_, index) => {
      const address = toAddress(index);
      const header = `${'192.0.2.1, '.repeat(LONG_HEADER_BYTES / 11)}${address}`;
      // As Express cuts it out.
      return `address ${clientAddress(toRequest(header.substring(header.length - address.length)))}`;
    });
    expect(usedBytes() - before).toBeLessThan(8 * MEGABYTE);
    expect(addresses).toHaveLength(10_000);
  });
});
