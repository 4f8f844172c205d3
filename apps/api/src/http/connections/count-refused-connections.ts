import type { Server } from 'node:http';
import type { RequestMetrics } from '#libs/observability';
import { REFUSED_EVENT } from './client-errors.js';
import { IDLE_CLOSED_EVENT } from './connection-limit.js';

/** Counts the connections of a server that were closed without a request in progress. */
export function countRefusedConnections(server: Server, metrics: Pick<RequestMetrics, 'countRefused'>): void {
  server.on('drop', () => metrics.countRefused('too-many'));
  server.on(IDLE_CLOSED_EVENT, () => metrics.countRefused('idle-closed'));
  server.on(REFUSED_EVENT, (reason: string) => metrics.countRefused(reason));
}
