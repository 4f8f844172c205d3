import { EventEmitter } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { limitUnreadBodies, mustCloseAfter } from './unread-bodies.js';

const LONGEST_READ = 256 * 1024;

/** A request to a server with the limit, whose body the test lets arrive. */
function openRequest(contentLength?: number) {
  const [server, response, clock] = [new EventEmitter(), new EventEmitter(), new ManualClock()];
  const connection = { closes: 0, destroySoon: () => connection.closes++ };
  const headers = contentLength === undefined ? {} : { 'content-length': String(contentLength) };
  const request = Object.assign(new EventEmitter(), { complete: false, headers, socket: connection });
  limitUnreadBodies(server as Server, clock);
  server.emit('request', request, response);
  return { request: request as unknown as IncomingMessage & { complete: boolean }, response, connection, clock };
}

describe('Unread rest of a body', () => {
  it.each([
    [LONGEST_READ, false],
    [LONGEST_READ + 1, true],
    [undefined, true],
  ])('of %s announced bytes closes the connection with the answer: %s', (contentLength, closes) => {
    const { request, response, connection } = openRequest(contentLength);
    expect(mustCloseAfter(request)).toBe(closes);
    response.emit('finish');
    expect(connection.closes).toBe(closes ? 1 : 0);
  });

  it('closes no connection when the body was read to its end', () => {
    const { request, response, connection, clock } = openRequest(LONGEST_READ + 1);
    request.complete = true;
    expect(mustCloseAfter(request)).toBe(false);
    response.emit('finish');
    clock.advance(60_000);
    expect(connection.closes).toBe(0);
  });

  it('of a short body may arrive within 5 s after the answer', () => {
    const { request, response, connection, clock } = openRequest(1_000);
    response.emit('finish');
    clock.advance(4_999);
    request.emit('end');
    clock.advance(1);
    expect(connection.closes).toBe(0);
  });

  it.each(['end', 'close'])('leaves no timer, which would keep the request in memory, after its %s', (event) => {
    const { request, response, clock } = openRequest(1_000);
    response.emit('finish');
    request.emit(event);
    expect(clock.pendingMs()).toEqual([]);
  });

  it('of a short body closes the connection when it takes longer', () => {
    const { response, connection, clock } = openRequest(1_000);
    response.emit('finish');
    clock.advance(4_999);
    expect(connection.closes).toBe(0);
    clock.advance(1);
    expect(connection.closes).toBe(1);
  });
});
