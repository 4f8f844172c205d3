import pino from 'pino';
import { createApp } from '../../apps/api/src/app.setup.js';
import { Settings } from '../../apps/api/src/config/settings.js';
import { createOpenApiDocument } from '../../apps/api/src/http/openapi.js';

/** An operation of the service: a method and a path. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  /** Media type of the body; JSON by default. */
  readonly contentType?: string;
}

let operations: Promise<readonly Operation[]> | undefined;

/** @returns the operations of the service's OpenAPI document. The service is composed for it, and loads no model. */
export function readOperations(): Promise<readonly Operation[]> {
  operations ??= composeOperations();
  return operations;
}

async function composeOperations(): Promise<Operation[]> {
  const settings = new Settings({});
  const logger = pino({ level: 'silent' });
  const app = await createApp(settings, { logger, maxConnections: 1, tracer: undefined });
  return Object.entries(createOpenApiDocument(app, settings).paths).flatMap(([path, item]) => {
    return Object.keys(item).map((method): Operation => ({ method: method.toUpperCase(), path }));
  });
}
