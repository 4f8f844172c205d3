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
  const parsed: (() => void)[] = [];
  limitUnreadBodies(server as Server, { clock, afterParsing: (action) => parsed.push(action) });
  const finish = () => {
    response.emit('finish');
  };
  const parse = () => {
    for (const action of parsed.splice(0)) action();
  };
  server.emit('request', request, response);
  return { request: request as unknown as IncomingMessage & { complete: boolean }, connection, clock, finish, parse };
}

describe('Unread rest of a body', () => {
  it.each([
    [LONGEST_READ, false],
    [LONGEST_READ + 1, true],
    [undefined, true],
  ])('of %s announced bytes closes the connection with the answer: %s', (contentLength, closes) => {
    const { request, connection, finish, parse } = openRequest(contentLength);
    expect(mustCloseAfter(request)).toBe(closes);
    finish();
    parse();
    expect(connection.closes).toBe(closes ? 1 : 0);
  });

  it('closes no connection when the body was read to its end', () => {
    const { request, connection, clock, finish, parse } = openRequest(LONGEST_READ + 1);
    request.complete = true;
    expect(mustCloseAfter(request)).toBe(false);
    finish();
    parse();
    clock.advance(60_000);
    expect(connection.closes).toBe(0);
  });

  it('of a short body may arrive within 5 s after the answer', () => {
    const { request, connection, clock, finish, parse } = openRequest(1_000);
    finish();
    parse();
    clock.advance(4_999);
    request.complete = true;
    clock.advance(1);
    expect(connection.closes).toBe(0);
  });

  it('of a short body closes the connection when it takes longer', () => {
    const { connection, clock, finish, parse } = openRequest(1_000);
    finish();
    parse();
    clock.advance(4_999);
    expect(connection.closes).toBe(0);
    clock.advance(1);
    expect(connection.closes).toBe(1);
  });

  it('leaves no timer, which would keep the request in memory, when Node has all bytes at the answer', () => {
    const { request, connection, clock, finish, parse } = openRequest(1_000);
    finish();
    request.complete = true;
    parse();
    expect(clock.pendingMs()).toEqual([]);
    clock.advance(60_000);
    expect(connection.closes).toBe(0);
  });

  it.each(['end', 'close'])('leaves no timer after the event "%s" of the request', (event) => {
    const { request, clock, finish, parse } = openRequest(1_000);
    finish();
    parse();
    request.emit(event);
    expect(clock.pendingMs()).toEqual([]);
  });
});
