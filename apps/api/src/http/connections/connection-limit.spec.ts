import { beforeEach, describe, expect, it } from 'vitest';
import { ConnectionLimit, type LimitedSocket } from './connection-limit.js';

class FakeSocket implements LimitedSocket {
  destroyed = false;

  destroy(): void {
    this.destroyed = true;
  }
}

const LIMIT = 3;

let limit: ConnectionLimit;
let events: string[];

beforeEach(() => {
  events = [];
  limit = new ConnectionLimit(LIMIT, {
    idleClosed: () => events.push('idle closed'),
    dropped: () => events.push('dropped'),
  });
});

function open(): FakeSocket {
  const socket = new FakeSocket();
  limit.connectionOpened(socket);
  return socket;
}

function openBusy(): FakeSocket {
  const socket = open();
  limit.requestBegan(socket);
  return socket;
}

const openMany = (count: number): FakeSocket[] => Array.from({ length: count }, open);
const areClosed = (sockets: readonly FakeSocket[]): boolean[] => sockets.map(({ destroyed }) => destroyed);

describe('Connection limit', () => {
  it('accepts connections up to the limit', () => {
    expect(areClosed(openMany(LIMIT))).toEqual([false, false, false]);
    expect(events).toEqual([]);
  });

  it('closes the connection that is idle for the longest time, and accepts the new one', () => {
    expect(areClosed(openMany(LIMIT + 2))).toEqual([true, true, false, false, false]);
    expect(events).toEqual(['idle closed', 'idle closed']);
  });

  it('closes no connection with a request in progress', () => {
    const [busy, second] = [openBusy(), open()];
    openMany(LIMIT);
    expect(areClosed([busy, second])).toEqual([false, true]);
  });

  it('drops a new connection when all have a request in progress', () => {
    const busy = [openBusy(), openBusy(), openBusy()];
    expect(open().destroyed).toBe(true);
    expect(areClosed(busy)).toEqual([false, false, false]);
    expect(events).toEqual(['dropped']);
  });

  it('takes a connection as idle from the end of its last request on', () => {
    const [first, second, third] = [openBusy(), open(), open()];
    limit.requestEnded(first);
    open();
    expect(areClosed([first, second, third])).toEqual([false, true, false]);
    openMany(2);
    expect(areClosed([first, third])).toEqual([true, true]);
  });

  it('takes a connection as idle when all of its pipelined requests have ended', () => {
    const socket = openBusy();
    limit.requestBegan(socket);
    limit.requestEnded(socket);
    openBusy();
    openBusy();
    expect(open().destroyed).toBe(true);
    limit.requestEnded(socket);
    expect([open().destroyed, socket.destroyed]).toEqual([false, true]);
  });

  it('has room again when a connection closes, idle or not', () => {
    const [idle, busy] = [open(), openBusy(), openBusy()];
    limit.connectionClosed(idle);
    limit.connectionClosed(busy);
    expect(areClosed([openBusy(), openBusy()])).toEqual([false, false]);
    expect(open().destroyed).toBe(true);
    expect(events).toEqual(['dropped']);
  });

  it('gives the room of a connection away once', () => {
    const sockets = openMany(LIMIT);
    const newer = openMany(LIMIT).map((socket) => {
      limit.requestBegan(socket);
      return socket;
    });
    // Sockets tell later that they are closed.
    for (const socket of sockets) limit.connectionClosed(socket);
    expect(open().destroyed).toBe(true);
    expect(areClosed(newer)).toEqual([false, false, false]);
  });

  it('ignores the requests of connections that it has closed', () => {
    const [closed] = openMany(LIMIT + 1);
    if (closed) limit.requestBegan(closed);
    if (closed) limit.requestEnded(closed);
    expect(areClosed(openMany(LIMIT))).toEqual([false, false, false]);
    expect(events).toHaveLength(1 + LIMIT);
  });

  it('counts a connection that closes during its request as closed', () => {
    const socket = openBusy();
    limit.connectionClosed(socket);
    limit.requestEnded(socket);
    openMany(LIMIT);
    expect(events).toEqual([]);
  });

  it('does not count a connection as idle that is closed at the end of its request', () => {
    const socket = openBusy();
    openMany(LIMIT - 1);
    socket.destroy();
    limit.requestEnded(socket);
    open();
    expect(events).toEqual([]);
  });
});
