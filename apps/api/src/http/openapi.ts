import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { packageInformation } from '../config/package-information.js';
import { PUBLIC_ROUTES } from './public-routes.js';
import type { Settings } from '../config/settings.js';

/** The OpenAPI 3.1 document, from the decorators. */
export function createOpenApiDocument(app: INestApplication, { API_KEYS_FILE }: Settings): OpenAPIObject {
  const { version, description } = packageInformation;
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Sentiment API')
    .setDescription(description)
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addTag('sentiment', 'Positive or negative, for each text')
    .addTag('model', 'The model that answers')
    .addTag('health', 'For probes')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key, where the service asks for one.' })
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same key.' }, 'apiKey')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const keys = [{ bearer: [] }, { apiKey: [] }];
  const guarded = API_KEYS_FILE === '' ? [{}, ...keys] : keys;
  for (const [path, operations] of Object.entries(document.paths)) {
    if (PUBLIC_ROUTES.has(path)) continue;
    for (const operation of [operations.get, operations.post]) if (operation) operation.security = guarded;
  }
  // An explicit "no security" for the others: clients and linters need not guess whether it was forgotten.
  return { ...document, security: [] };
}
