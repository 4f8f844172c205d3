import type { Server } from 'node:http';
import { PendingResponses } from './pending-responses.js';

/** The pending responses of a server of a test. */
export function followResponses(server: Server): PendingResponses {
  const pending = new PendingResponses();
  pending.attach(server);
  return pending;
}
