import { EventEmitter } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { beforeEach, describe, expect, it } from 'vitest';
import { PendingResponses } from './pending-responses.js';

let server: EventEmitter;
let pending: PendingResponses;
let socket: Socket;

beforeEach(() => {
  server = new EventEmitter();
  pending = new PendingResponses();
  pending.attach(server as Server);
  socket = new EventEmitter() as Socket;
});

/** A response to a request on the connection. Only the response whose turn it is has the socket. */
function respond({ hasTurn = true } = {}): ServerResponse {
  const response = Object.assign(new EventEmitter(), { socket: hasTurn ? socket : null, destroyed: false });
  server.emit('request', { socket }, response);
  return response as unknown as ServerResponse;
}

describe('Pending responses of a connection', () => {
  it('are listed in the order of their requests, until they are closed', () => {
    const [first, second] = [respond(), respond({ hasTurn: false })];
    expect(pending.list(socket)).toEqual([first, second]);
    first.emit('close');
    expect(pending.list(socket)).toEqual([second]);
    expect(pending.list(new EventEmitter() as Socket)).toEqual([]);
  });

  it('are listed before the handler of a request is called', () => {
    let listed = 0;
    server.on('request', () => (listed = pending.list(socket).length));
    respond();
    expect(listed).toBe(1);
  });

  it('let an action wait until the last of them is finished, those of later requests included', () => {
    const [first, second] = [respond(), respond({ hasTurn: false })];
    let calls = 0;
    pending.whenFinished(socket, () => calls++);
    const third = respond({ hasTurn: false });
    first.emit('close');
    second.emit('close');
    expect(calls).toBe(0);
    third.emit('close');
    expect(calls).toBe(1);
  });

  it('let an action happen at once when there are none', () => {
    let calls = 0;
    pending.whenFinished(socket, () => calls++);
    expect(calls).toBe(1);
  });

  it('are closed with the connection when they wait for their turn', () => {
    const [first, second] = [respond(), respond({ hasTurn: false })];
    const closed: string[] = [];
    first.once('close', () => closed.push('first'));
    second.once('close', () => closed.push('second'));
    socket.emit('close');
    expect([closed, first.destroyed, second.destroyed]).toEqual([['second'], false, true]);
    expect(pending.list(socket)).toEqual([first]);
  });
});
