import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { readBody } from './read-body.js';

/** A request whose body the test writes. */
function openRequest(headers: Record<string, string> = {}) {
  const body = new PassThrough();
  const request = Object.assign(body, { headers }) as unknown as IncomingMessage;
  return { body, request };
}

const clock = () => new ManualClock();
const wanted = { sendContinue: () => {} };
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('Body reader', () => {
  it('returns the bytes, and reports each chunk when it arrives', async () => {
    const { body, request } = openRequest();
    const arrived: number[] = [];
    const reading = readBody(request, {
      maxBytes: 100,
      onBytes: (bytes) => arrived.push(bytes),
      clock: clock(),
      ...wanted,
    });
    body.write('abc');
    await settled();
    expect(arrived).toEqual([3]);
    body.end('de');
    expect((await reading).toString()).toBe('abcde');
    expect(arrived).toEqual([3, 2]);
  });

  it('refuses an announced length past the limit before it asks for the body', async () => {
    const { request } = openRequest({ 'content-length': '101' });
    const sendContinue = () => {
      throw new Error('asked for the body');
    };
    const limits = { maxBytes: 100, onBytes: () => {}, clock: clock(), sendContinue };
    await expect(readBody(request, limits)).rejects.toMatchObject({ kind: 'body-too-large' });
  });

  it('asks for a body that has not arrived, and not for one that has', async () => {
    let asked = 0;
    const sendContinue = () => {
      asked++;
    };
    const limits = { maxBytes: 100, onBytes: () => {}, clock: clock(), sendContinue };
    const waiting = openRequest();
    const reading = readBody(waiting.request, limits);
    expect(asked).toBe(1);
    waiting.body.end('a');
    await reading;
    const arrived = openRequest();
    arrived.body.end('a');
    Object.assign(arrived.request, { complete: true });
    await readBody(arrived.request, limits);
    expect(asked).toBe(1);
  });

  it('stops at the limit of a body without a length', async () => {
    const { body, request } = openRequest();
    const reading = readBody(request, { maxBytes: 3, onBytes: () => {}, clock: clock(), ...wanted });
    body.write('abcd');
    await expect(reading).rejects.toMatchObject({ kind: 'body-too-large' });
    expect(body.isPaused()).toBe(true);
  });

  it('ends with the error of the reservation', async () => {
    const { body, request } = openRequest();
    const onBytes = () => {
      throw new Error('no capacity');
    };
    const reading = readBody(request, { maxBytes: 100, onBytes, clock: clock(), ...wanted });
    body.write('a');
    await expect(reading).rejects.toThrow('no capacity');
  });

  it('fails a body that ends early, and one that does not arrive in time', async () => {
    const broken = openRequest();
    const reading = readBody(broken.request, { maxBytes: 100, onBytes: () => {}, clock: clock(), ...wanted });
    broken.body.destroy();
    await expect(reading).rejects.toMatchObject({ kind: 'malformed-body' });
    const manualClock = clock();
    const silent = readBody(openRequest().request, { maxBytes: 100, onBytes: () => {}, clock: manualClock, ...wanted });
    manualClock.advance(6_000);
    await expect(silent).rejects.toMatchObject({ kind: 'request-too-slow' });
    const slow = openRequest();
    const endless = readBody(slow.request, { maxBytes: 1e9, onBytes: () => {}, clock: manualClock, ...wanted });
    for (let second = 0; second < 300; second++) {
      slow.body.write(Buffer.alloc(1_000));
      await settled();
      manualClock.advance(1_000);
    }
    await expect(endless).rejects.toMatchObject({ kind: 'request-too-slow' });
    expect(manualClock.pendingMs()).toEqual([]);
  });

  it('takes a body that has arrived completely as it is', async () => {
    const { body, request } = openRequest();
    const arrived: number[] = [];
    body.end('abc');
    Object.assign(request, { complete: true });
    const options = { maxBytes: 3, onBytes: (bytes: number) => arrived.push(bytes), clock: clock(), ...wanted };
    expect((await readBody(request, options)).toString()).toBe('abc');
    expect(arrived).toEqual([3]);
    const long = openRequest();
    long.body.end('abcd');
    Object.assign(long.request, { complete: true });
    await expect(readBody(long.request, options)).rejects.toMatchObject({ kind: 'body-too-large' });
  });

  it('takes a body whose bytes have all arrived before its end is known', async () => {
    const { body, request } = openRequest({ 'content-length': '3' });
    const arrived: number[] = [];
    body.write('abc');
    const options = { maxBytes: 3, onBytes: (bytes: number) => arrived.push(bytes), clock: clock() };
    const sendContinue = () => {
      throw new Error('asked for the body');
    };
    expect((await readBody(request, { ...options, sendContinue })).toString()).toBe('abc');
    expect(arrived).toEqual([3]);
  });

  it('leaves no listener that a later end of the request would call', async () => {
    const { body, request } = openRequest();
    const before = body.listenerCount('close') + body.listenerCount('data') + body.listenerCount('end');
    const reading = readBody(request, { maxBytes: 100, onBytes: () => {}, clock: clock(), ...wanted });
    body.end('a');
    await reading;
    expect(body.listenerCount('close') + body.listenerCount('data') + body.listenerCount('end')).toBe(before);
  });
});
