import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import pino from 'pino';
import { format, resolveConfig } from 'prettier';
import { createApp } from '../../../apps/api/src/app.setup.js';
import { Settings } from '../../../apps/api/src/config/settings.js';
import { createOpenApiDocument } from '../../../apps/api/src/http/openapi.js';

/** File of the client that has the types, from the root of the repository. */
export const SCHEMA_FILE = 'libs/client/src/openapi/schema.ts';
const HEADER = '/** Written by `npm run client:types` from the OpenAPI document of the service. */\n';
/** What the client sends and reads. Their properties lead to the others. */
const ROOT_SCHEMAS = [
  'SentimentRequest',
  'SentimentResponse',
  'AnalysisRequest',
  'AnalysisResponse',
  'ModelInformation',
  'HealthStatus',
  'Problem',
];

type Schemas = Record<string, unknown>;

/** The types of the service's bodies in TypeScript, from a service that was composed but does not listen. */
export async function createClientSchema(): Promise<string> {
  const { openapi, info, components } = await composeDocument();
  const schemas = pickReachable(components?.schemas ?? {});
  const document = { openapi, info, paths: {}, components: { schemas } } as unknown as OpenAPI3;
  const nodes = await openapiTS(document, { immutable: true, silent: true });
  const options = await resolveConfig(SCHEMA_FILE);
  return await format(HEADER + astToString(nodes), { ...options, filepath: SCHEMA_FILE });
}

async function composeDocument() {
  const settings = new Settings({});
  const app = await createApp(settings, {
    logger: pino({ level: 'silent' }),
    maxConnections: 1,
    tracer: undefined,
  });
  await app.init();
  try {
    return createOpenApiDocument(app, settings);
  } finally {
    await app.close();
  }
}

function pickReachable(schemas: Schemas): Schemas {
  const names = new Set(ROOT_SCHEMAS);
  // A set visits what is added during the visit.
  for (const name of names) {
    for (const [, other = ''] of JSON.stringify(schemas[name]).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      names.add(other);
    }
  }
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => names.has(name)));
}
