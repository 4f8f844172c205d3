import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { PUBLIC_EXTENSION } from '#libs/security';
import { readPackageInformation } from '../config/package-information.js';
import type { DialectName } from '../config/dialect-names.js';
import type { Settings } from '../config/settings.js';
import { renderGuide } from './openapi-guide.js';
import { documentRateLimit } from './rate-limit-headers.js';

/** The APIs of other model servers. */
const DIALECT_TAGS: Readonly<Record<DialectName, string>> = {
  huggingface: 'Clients of the inference API of Hugging Face',
  tei: 'Clients of text-embeddings-inference; they also send `inputs` to POST /predict',
  'open-inference': 'Clients of the Open Inference Protocol V2: Triton, KServe, MLServer',
  kserve: 'Clients of the protocol V1 of KServe',
  vllm: 'Clients of the classification of vLLM',
  comprehend:
    'Clients of Amazon Comprehend: they send `X-Amz-Target` to POST /, or CBOR to POST /service/Comprehend_20171127/operation/{operation}',
  azure: 'Clients of Azure AI Language and of Text Analytics',
  google: 'Clients of Google Cloud Natural Language',
};

/** The OpenAPI 3.1 document, from the decorators. */
export function createOpenApiDocument(app: INestApplication, settings: Settings): OpenAPIObject {
  const { version } = readPackageInformation();
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Sentiment API')
    .setDescription(renderGuide(settings))
    // Relative, so that a proxy may serve the service under a path prefix.
    .addServer('.')
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addTag('sentiment', 'Classification of texts')
    .addTag('model', 'Description of the model')
    .addTag('health', 'Health of the service, for load balancers and the probes of Kubernetes');
  for (const dialect of settings.dialects) config.addTag(dialect, DIALECT_TAGS[dialect]);
  const configuration = config
    // addBearerAuth would add the format JWT.
    .addSecurity('bearer', {
      type: 'http',
      scheme: 'bearer',
      description: 'An API key, if the service requires one.',
    })
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same API key, in the header X-API-Key.' },
      'apiKey',
    )
    .build();
  const document = SwaggerModule.createDocument(app, configuration);
  const keys = [{ bearer: [] }, { apiKey: [] }];
  const guarded = settings.API_KEYS_FILE === '' ? [{}, ...keys] : keys;
  for (const { get, post } of Object.values(document.paths)) {
    for (const operation of [get, post]) {
      if (!operation) continue;
      if (PUBLIC_EXTENSION in operation) Reflect.deleteProperty(operation, PUBLIC_EXTENSION);
      else {
        operation.security = guarded;
        documentRateLimit(operation);
      }
    }
  }
  // An explicit "no security" for the others: clients and linters need not guess whether it was forgotten.
  return { ...document, security: [] };
}
