import { mutation, type Mutation } from './mutation.js';

const HTTP = 'apps/api/src/http';
const PREDICT = 'apps/api/src/predict';
const ROUTE = 'apps/api/src/prediction-route';
const DIALECT_ROUTE = 'apps/api/src/dialect-route';
const INTERCEPTOR_SPEC = `${DIALECT_ROUTE}/dialect-response.interceptor.spec.ts`;
const CONTROLLER_SPEC = 'apps/api/src/dialects/shared-routes/predict.controller.spec.ts';
const SECURITY = 'apps/api/src/security';
const SCORED_LABELS = 'libs/prediction/src/scored-labels.ts';
const SECURITY_SPEC = `${SECURITY}/security.module.spec.ts`;
const KEY_FILE = `${SECURITY}/api-key-file.ts`;
const CBOR_TOKENIZER = `${ROUTE}/cbor-tokenizer.ts`;
const CBOR_SPEC = `${ROUTE}/cbor-body.spec.ts`;
const QUEUE = `${HTTP}/event-loop-queue.ts`;

/** Mutations of how a request is read, admitted and answered. */
export const REQUEST_MUTATIONS: readonly Mutation[] = [
  mutation('a body in another charset accepted', `${ROUTE}/media-type.ts`, 'utf-?8"?$/', 'utf-?(8|16)"?$/'),
  mutation(
    'a compressed body accepted',
    `${ROUTE}/media-type.ts`,
    "if (encoding !== 'identity' &&",
    "if (encoding === 'x' &&",
  ),
  mutation('a body nested 65 deep accepted', `${ROUTE}/json-body.ts`, 'MAX_DEPTH = 64', 'MAX_DEPTH = 65'),
  mutation(
    'a time limit that the client extends',
    `${ROUTE}/request-timeout.ts`,
    'Math.min(grantedMs',
    'Math.max(grantedMs',
  ),
  mutation(
    'a deadline that forgets the arrival of the body',
    `${ROUTE}/request-timeout.ts`,
    'getRequestContext(response).startedMs +',
    'getRequestContext(response).startedMs * 0 +',
  ),
  mutation(
    'a time for admission where a cache may answer',
    `${ROUTE}/admission.guard.ts`,
    'this.cache.enabled ? undefined : timeoutMs',
    'timeoutMs',
  ),
  mutation(
    'a reservation that is never released',
    `${ROUTE}/body-reader.ts`,
    'reservation.release();',
    'void reservation;',
  ),
  mutation(
    'timings that clients must not see',
    `${ROUTE}/write-result-headers.ts`,
    'if (timings && showsTimings)',
    'if (timings)',
    INTERCEPTOR_SPEC,
  ),
  mutation(
    'cache directives that reach no classifier',
    `${DIALECT_ROUTE}/dialect-request-reader.ts`,
    '{ client, deadlineMs, cache }',
    '{ client, deadlineMs, cache: undefined }',
    CONTROLLER_SPEC,
  ),
  mutation(
    'a neutral label asked of a model that has none',
    `${PREDICT}/sentiment-dialect.ts`,
    'checkNeutralLabel(request, model);',
    'void checkNeutralLabel;',
    CONTROLLER_SPEC,
  ),
  mutation('a neutral label that takes part in the polarity', SCORED_LABELS, 'index !== omittedIndex', 'index !== -1'),
  mutation(
    'three classes at the temperature of the polarity',
    SCORED_LABELS,
    'threeClassTemperature ?? temperature',
    'temperature',
  ),
  mutation('a request id with any characters', `${HTTP}/request-id.ts`, 'SANE.test(given)', 'given.length <= 128'),
  mutation('a range that is not ignored', `${HTTP}/ignore-range-headers.ts`, "'if-range', ", ''),
  mutation('trailing slashes accepted', `${HTTP}/check-path.ts`, "path.endsWith('/')", "path.endsWith('//')"),
  mutation('routes named by the request', `${HTTP}/matched-route.ts`, 'return route.path', 'return originalUrl'),
  mutation('a longer unread body read', `${HTTP}/unread-bodies.ts`, '> MAX_READ_BYTES', '>= MAX_READ_BYTES'),
  mutation(
    'a body one byte past its limit accepted',
    `${HTTP}/read-body.ts`,
    'if (total > maxBytes)',
    'if (total > maxBytes + 1)',
  ),
  mutation(
    'a slow sender that is not cut',
    `${HTTP}/minimum-rate.ts`,
    'else this.onTooSlow();',
    'else this.scheduleCheck();',
  ),
  mutation(
    'clients that do not take turns',
    QUEUE,
    'this.waiting.delete(client);',
    'if (own.length === 0) this.waiting.delete(client);',
  ),
  mutation('a turn that starts too much', QUEUE, 'this.startedCost = 0;\n    for', 'this.startedCost = -32;\n    for'),
];

/** Mutations of how clients are told apart, admitted and limited. */
export const CLIENT_MUTATIONS: readonly Mutation[] = [
  mutation(
    'an API key file that is read again in vain',
    KEY_FILE,
    'this.current = new ApiKeys(read.content);',
    'new ApiKeys(read.content);',
  ),
  mutation(
    'an API key file that is read once',
    KEY_FILE,
    'void this.reread().then(() => {\n        this.schedule();\n      });',
    'void this.reread();',
  ),
  mutation(
    'clients without an API key admitted',
    `${SECURITY}/api-key.guard.ts`,
    'if (requestContext.client === undefined)',
    'if (requestContext.client === null)',
    SECURITY_SPEC,
  ),
  mutation(
    'a rate limit that lets one request more pass',
    `${SECURITY}/rate-limit.guard.ts`,
    'requests <= limit',
    'requests <= limit + 1',
    SECURITY_SPEC,
  ),
  mutation(
    'a window that ends one request late',
    `${SECURITY}/rate-limit-windows.ts`,
    'window.endsMs <= nowMs',
    'window.endsMs < nowMs',
  ),
  mutation(
    'public routes that ask for a key',
    'libs/security/src/public.decorator.ts',
    'SetMetadata(IS_PUBLIC, true)',
    'SetMetadata(IS_PUBLIC, false)',
  ),
  mutation('API keys that share one rate limit', `${SECURITY}/client-id.ts`, '`key ${key}`', '`key`', SECURITY_SPEC),
  mutation('clients told apart by address alone', `${SECURITY}/client-id.ts`, 'key === undefined ?', 'key !== null ?'),
  mutation(
    'a signature that covers no body',
    `${SECURITY}/aws-signature/compute-signature.ts`,
    'sha256(body)',
    'sha256(Buffer.of())',
    `${SECURITY}/aws-signature/aws-signature-verifier.spec.ts`,
  ),
  mutation(
    'a signature that does not expire',
    `${SECURITY}/aws-signature/aws-signature-verifier.ts`,
    '15 * 60 * 1_000',
    'Number.MAX_VALUE',
  ),
  mutation(
    'a signature of a repeated header',
    `${SECURITY}/aws-signature/aws-signature-verifier.ts`,
    'values.length !== 1',
    'values.length === 0',
  ),
  mutation(
    'a signature without a header that the route requires',
    `${SECURITY}/aws-signature/aws-signature-verifier.ts`,
    '!claim.signedHeaders.includes(name)',
    'claim.signedHeaders.length === 0',
  ),
  mutation(
    'a key that is not looked for in the places of other APIs',
    `${SECURITY}/api-key-source.ts`,
    ', ...listKeys(request, places)',
    '',
    SECURITY_SPEC,
  ),
  mutation(
    'offsets in UTF-16 units for a client that asked for text elements',
    'apps/api/src/document-route/text-offsets.ts',
    "unit === 'utf16-units'",
    "unit !== 'code-points'",
  ),
  mutation(
    'an empty document that reaches the model',
    'apps/api/src/dialects/azure/document-list.ts',
    "text.trim() === ''",
    'false',
  ),
  mutation(
    'a document that says `mixed` without the setting',
    'apps/api/src/dialects/azure/to-document-sentiment.ts',
    'hasMixed && ',
    '',
    'apps/api/src/dialects/azure/sentiment-request.spec.ts',
  ),
  mutation('CBOR of any depth', CBOR_TOKENIZER, 'this.open.length > this.limits.depth', 'false', CBOR_SPEC),
  mutation('CBOR of any number of items', CBOR_TOKENIZER, 'this.items > this.limits.items', 'false', CBOR_SPEC),
  mutation('CBOR with invalid UTF-8', CBOR_TOKENIZER, '!isUtf8(buffer)', 'false', CBOR_SPEC),
  mutation('a map of CBOR that ends after a key', CBOR_TOKENIZER, ' || isValueMissing', '', CBOR_SPEC),
  mutation(
    'a key of CBOR twice',
    'apps/api/src/prediction-route/cbor-body.ts',
    'rejectDuplicateMapKeys: true',
    'rejectDuplicateMapKeys: false',
  ),
  mutation(
    'a service that is ready while it shuts down',
    'apps/api/src/health/service-health.ts',
    'downIf(this.drain.hasBegun,',
    'downIf(false,',
  ),
];
