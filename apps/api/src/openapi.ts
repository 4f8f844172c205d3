import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { packageRoot } from './package-root.js';

interface PackageJson {
  readonly version: string;
  readonly description: string;
}

const { version, description } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as PackageJson;

/** The OpenAPI 3.1 document, from the decorators. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Sentiment API')
    .setDescription(description)
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addTag('sentiment', 'Positive or negative, for each text')
    .addTag('model', 'The model that answers')
    .addTag('health', 'For probes')
    .build();
  // An explicit "no security": clients and linters need not guess whether it was forgotten.
  return { ...SwaggerModule.createDocument(app, config), security: [] };
}
