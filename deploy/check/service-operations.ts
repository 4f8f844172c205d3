import pino from 'pino';
import { createApp } from '../../apps/api/src/app.setup.js';
import { Settings } from '../../apps/api/src/config/settings.js';
import { createOpenApiDocument } from '../../apps/api/src/http/openapi.js';

/** A parameter of a path, such as `{name}`. */
const PATH_PARAMETER = /\{\w+\}/g;
/** A value of each parameter. It has the characters of names of models and of versions. */
const SAMPLE_VALUE = 'sst-2.v1';
/** Operations with POST that classify no text. */
const CHEAP_POST_PATHS = ['/v2/repository/index'];

/** An operation of the service: a method and a path. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  /** Media type of the body; JSON by default. */
  readonly contentType?: string;
}

/** Operations that are not in the OpenAPI document, because their bodies are no JSON. */
const BINARY_OPERATIONS: readonly Operation[] = [
  {
    method: 'POST',
    path: '/service/Comprehend_20171127/operation/DetectSentiment',
    contentType: 'application/cbor',
  },
];

let operations: Promise<readonly Operation[]> | undefined;

/**
 * @returns the operations of the service's OpenAPI document and BINARY_OPERATIONS, with a sample value for each parameter of a path. The
 *   service is composed for it, and loads no model.
 */
export function readOperations(): Promise<readonly Operation[]> {
  operations ??= composeOperations();
  return operations;
}

/** @returns the paths whose requests with POST classify texts, so that they end after REQUEST_TIMEOUT_MS and need a client's token */
export async function readClassifyingPaths(): Promise<string[]> {
  const posts = (await readOperations()).filter(({ method }) => method === 'POST');
  return posts.map(({ path }) => path).filter((path) => !CHEAP_POST_PATHS.includes(path));
}

async function composeOperations(): Promise<Operation[]> {
  const settings = new Settings({});
  const logger = pino({ level: 'silent' });
  const app = await createApp(settings, { logger, maxConnections: 1, tracer: undefined });
  const documented = Object.entries(createOpenApiDocument(app, settings).paths).flatMap(([template, item]) => {
    const path = template.replaceAll(PATH_PARAMETER, SAMPLE_VALUE);
    return Object.keys(item).map((method): Operation => ({ method: method.toUpperCase(), path }));
  });
  return [...documented, ...BINARY_OPERATIONS];
}
