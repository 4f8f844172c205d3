import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { answerHalfClosedClients } from './half-closed-clients.js';
import { followResponses } from './follow-responses.fake.js';

/** A connection with a request that is being answered. */
function openConnection(httpVersion = '1.1') {
  const [server, socket, clock] = [new EventEmitter(), new EventEmitter() as Socket, new ManualClock()];
  const pending = followResponses(server as Server);
  answerHalfClosedClients(server as Server, pending, clock);
  const response = Object.assign(new EventEmitter(), {
    headersSent: false,
    req: { httpVersion },
    probedMs: [] as number[],
    writeProcessing: () => void response.probedMs.push(clock.nowMs()),
  });
  server.emit('connection', socket);
  server.emit('request', { socket }, response);
  return { server, socket, clock, response };
}

describe('Half-closed client', () => {
  it('is probed at doubling delays until its answer begins', () => {
    const { socket, clock, response } = openConnection();
    socket.emit('end');
    clock.advance(1_000);
    expect(response.probedMs).toEqual([100, 300, 700]);
    response.headersSent = true;
    clock.advance(10_000);
    expect([response.probedMs.length, clock.pendingMs()]).toEqual([3, []]);
  });

  it('is not probed after its connection is closed', () => {
    const { socket, clock, response } = openConnection();
    socket.emit('end');
    clock.advance(100);
    socket.emit('close');
    expect(clock.pendingMs()).toEqual([]);
    expect(response.probedMs).toEqual([100]);
  });

  it('is not probed without a pending response, or by HTTP/1.0', () => {
    const idle = openConnection();
    idle.response.emit('close');
    idle.socket.emit('end');
    expect(idle.clock.pendingMs()).toEqual([]);
    const old = openConnection('1.0');
    old.socket.emit('end');
    old.clock.advance(10_000);
    expect(old.response.probedMs).toEqual([]);
  });

  it('keeps its connection, because the server keeps its own sending half open', () => {
    expect(openConnection().server).toMatchObject({ httpAllowHalfOpen: true });
  });
});
