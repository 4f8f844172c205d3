import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { describe, expect, it } from 'vitest';
import { REFUSED_EVENT } from './client-errors.js';
import { IDLE_CLOSED_EVENT } from './connection-limit.js';
import { countRefusedConnections } from './count-refused-connections.js';

describe('Count of refused connections', () => {
  it('has the reason of each', () => {
    const server = new EventEmitter();
    const reasons: string[] = [];
    countRefusedConnections(server as Server, { countRefused: (reason) => reasons.push(reason) });
    server.emit('drop');
    server.emit(IDLE_CLOSED_EVENT);
    server.emit(REFUSED_EVENT, 'malformed-request');
    expect(reasons).toEqual(['too-many', 'idle-closed', 'malformed-request']);
  });
});
