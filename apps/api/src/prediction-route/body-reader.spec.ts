import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { Test } from '@nestjs/testing';
import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import { RequestContext } from '#libs/observability';
import { Admission, overloadedError, PredictionError } from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { Settings } from '../config/settings.js';
import { EventLoopQueue, type LoopWork } from '../http/event-loop-queue.js';
import { BodyReader } from './body-reader.js';

const BODY = '{"text":["good","bad"]}';

interface ReaderOptions {
  readonly headers?: Record<string, string>;
  /** Bytes that requests may hold. */
  readonly capacity?: number;
  /** The error of the queue for the event loop. */
  readonly queueError?: PredictionError;
}

/** A reader with an admission and a queue that record what happens, and a request whose body the test sends. */
async function openReader({ headers = {}, capacity = 1_000, queueError }: ReaderOptions = {}) {
  const events: string[] = [];
  const works: { work: LoopWork; deadlineMs: number }[] = [];
  let heldBytes = 0;
  const reserve = (client: string) => {
    events.push(`reserve for ${client}`);
    return {
      grow: (bytes: number) => {
        heldBytes += bytes;
        events.push(`grow by ${bytes}`);
        if (heldBytes > capacity) throw overloadedError(100);
      },
      release: () => events.push('release'),
    };
  };
  const waitForTurn = (work: LoopWork, deadlineMs: number) => {
    works.push({ work, deadlineMs });
    events.push('turn');
    return queueError ? Promise.reject(queueError) : undefined;
  };
  const module = await Test.createTestingModule({
    providers: [
      BodyReader,
      { provide: Settings, useValue: new Settings({ MAX_TEXTS: '3', MAX_BODY_BYTES: '500' }) },
      { provide: Admission, useValue: { reserve } },
      { provide: EventLoopQueue, useValue: { waitForTurn } },
    ],
  }).compile();
  const requestContext = new RequestContext('id-1', { clock: new ManualClock(), startedMs: 1_000, trace: undefined });
  const response = Object.assign(new EventEmitter(), {
    locals: { requestContext },
    writeContinue: () => events.push('100 Continue'),
  });
  const body = new PassThrough();
  const request = Object.assign(body, {
    headers,
    httpVersion: '1.1',
    ip: '192.0.2.1',
    get: (name: string) => headers[name.toLowerCase()],
    res: response,
  });
  const read = () => module.get(BodyReader).read(request as unknown as Request);
  return { read, body, response, events, works };
}

describe('Body of a request for predictions', () => {
  it('is given after its bytes are reserved and its turn has come', async () => {
    const { read, body, response, events, works } = await openReader();
    const reading = read();
    body.write(BODY.slice(0, 10));
    body.end(BODY.slice(10));
    expect((await reading).toString()).toBe(BODY);
    expect(events).toEqual(['reserve for address 192.0.2.1', 'grow by 10', `grow by ${BODY.length - 10}`, 'turn']);
    expect(works).toEqual([{ work: { client: 'address 192.0.2.1', cost: 256 }, deadlineMs: 11_000 }]);
    response.emit('close');
    response.emit('close');
    expect(events.filter((event) => event === 'release')).toHaveLength(1);
  });

  it('costs its length on the event loop, and is due when its client wants', async () => {
    const { read, body, works } = await openReader({ headers: { 'x-request-timeout-ms': '300' } });
    const reading = read();
    const long = JSON.stringify({ text: ['x'.repeat(400)] });
    body.end(long);
    await reading;
    expect(works).toMatchObject([{ work: { cost: long.length }, deadlineMs: 1_300 }]);
  });

  it('is asked for when its client waits with it', async () => {
    const { read, body, events } = await openReader({ headers: { expect: '100-continue' } });
    const reading = read();
    expect(events).toContain('100 Continue');
    body.end(BODY);
    await reading;
  });

  it('is refused when it is past MAX_BODY_BYTES', async () => {
    const { read, body } = await openReader();
    const reading = read();
    body.end('x'.repeat(501));
    await expect(reading).rejects.toMatchObject({ kind: 'body-too-large' });
  });

  it('is refused while there is no capacity for it, and what it holds is released with the response', async () => {
    const { read, body, response, events } = await openReader({ capacity: 10 });
    const reading = read();
    body.end(BODY);
    await expect(reading).rejects.toMatchObject({ kind: 'overloaded' });
    response.emit('close');
    expect(events.at(-1)).toBe('release');
  });

  it('is not given when its turn comes too late', async () => {
    const queueError = new PredictionError('deadline-exceeded', 'Too late.');
    const { read, body } = await openReader({ queueError });
    const reading = read();
    body.end(BODY);
    await expect(reading).rejects.toBe(queueError);
  });
});
