import { mutation, ROUTE, type Mutation } from './mutations.js';

const AUTHORIZATION = 'AuthorizationPolicy/sentiment-api';
const TOKENS = 'AuthorizationPolicy/sentiment-api-jwt';
const HTTP_ROUTE = 'HTTPRoute/sentiment';
/** A path that the service does not have, in place of one of a rule. */
const OTHER_PATH = '/other';
const CLOUD_PATHS = ['/language/*', '/text/analytics/*', '/service/*'];
const CALL_PATHS = ['/predict', '/analyze', '/', '/classify', '/models/*', '/v1/*', '/v2/*', ...CLOUD_PATHS];
const PAGE_PATHS = ['/', '/health', '/model', '/openapi.json', '/docs', '/docs/*', '/playground/assets/*'];
const DESCRIPTION_PATHS = ['/info', '/v1/*', '/v2', '/v2/*'];

/** Mutations of what Istio carries for clients of other model servers. */
export const ISTIO_DIALECT_MUTATIONS: readonly Mutation[] = [
  withoutRoute('POST /', 1, 2, /time-out of \/ is 5s/),
  withoutRoute('POST /classify', 1, 3, /VirtualService: no rule carries POST \/classify/),
  withoutRoute('POST /models/', 1, 4, /VirtualService: no rule carries POST \/models\//),
  withoutRoute('POST /v1/', 1, 5, /time-out of \/v1\/classify is 5s/),
  withoutRoute('POST /v2/', 1, 6, /time-out of \/v2\/models\/.*\/infer is 5s/),
  withoutRoute('POST /language/', 1, 7, /VirtualService: no rule carries POST \/language\/:analyze-text/),
  withoutRoute('POST /text/analytics/', 1, 8, /VirtualService: no rule carries POST \/text\/analytics\//),
  withoutRoute('POST /service/', 1, 9, /VirtualService: no rule carries POST \/service\//),
  withoutRoute('GET /info', 2, 7, /VirtualService: no rule carries GET \/info/),
  withoutRoute('GET /v1/', 2, 8, /VirtualService: no rule carries GET \/v1\/models/),
  withoutRoute('GET /v2', 2, 9, /VirtualService: no rule carries GET \/v2,/),
  withoutRoute('GET /v2/', 2, 10, /VirtualService: no rule carries GET \/v2\/health\/live/),
  mutation(
    'a route of KServe whose name of a model is no parameter',
    ROUTE,
    '/spec/http/1/match/5/uri',
    { exact: '/v1/models/{name}:predict' },
    /time-out of \/v1\/models\/[^{]+:predict is 5s/,
  ),
  mutation(
    'a route without preflights of other model servers',
    ROUTE,
    '/spec/http/1/match/4/method',
    { exact: 'POST' },
    /VirtualService: no rule carries OPTIONS \/models\//,
  ),
  mutation(
    'a prefix that ends inside a segment',
    ROUTE,
    '/spec/http/2/match/7/uri',
    { prefix: '/me' },
    /carries GET \/metrics/,
  ),
  ...['/', '/classify', '/models/*', '/v1/*', '/v2/*', ...CLOUD_PATHS].map((path) => {
    const rest = CALL_PATHS.filter((each) => each !== path);
    return withoutPermission('POST', path, 0, rest);
  }),
  ...DESCRIPTION_PATHS.map((path) => {
    const rest = DESCRIPTION_PATHS.filter((each) => each !== path);
    return withoutPermission('GET', path, 1, [...PAGE_PATHS, ...rest]);
  }),
];

/** Mutations of what the Gateway API carries for clients of other model servers. */
export const GATEWAY_API_DIALECT_MUTATIONS: readonly Mutation[] = [
  withoutMatch('POST /', 0, 2, /time-out of \/ is 5s/),
  withoutMatch('POST /classify', 0, 3, /HTTPRoute: no rule carries POST \/classify/),
  withoutMatch('POST /models', 0, 4, /HTTPRoute: no rule carries POST \/models\//),
  withoutMatch('POST /v1', 0, 5, /time-out of \/v1\/classify is 5s/),
  withoutMatch('POST /v2', 0, 6, /time-out of \/v2\/models\/.*\/infer is 5s/),
  withoutMatch('OPTIONS /classify', 0, 9, /HTTPRoute: no rule carries OPTIONS \/classify/),
  withoutMatch('OPTIONS /models', 0, 10, /HTTPRoute: no rule carries OPTIONS \/models\//),
  withoutMatch('POST /language', 0, 11, /HTTPRoute: no rule carries POST \/language\/:analyze-text/),
  withoutMatch('OPTIONS /language', 0, 12, /HTTPRoute: no rule carries OPTIONS \/language\/:analyze-text/),
  withoutMatch('POST /text/analytics', 0, 13, /HTTPRoute: no rule carries POST \/text\/analytics\//),
  withoutMatch('OPTIONS /text/analytics', 0, 14, /HTTPRoute: no rule carries OPTIONS \/text\/analytics\//),
  withoutMatch('POST /service', 0, 15, /HTTPRoute: no rule carries POST \/service\//),
  withoutMatch('OPTIONS /service', 0, 16, /HTTPRoute: no rule carries OPTIONS \/service\//),
  withoutMatch('GET /info', 1, 6, /HTTPRoute: no rule carries GET \/info/),
  withoutMatch('GET /v1', 1, 7, /HTTPRoute: no rule carries GET \/v1\/models/),
  withoutMatch('GET /v2', 1, 8, /HTTPRoute: no rule carries GET \/v2\/health\/live/),
  mutation(
    'an HTTPRoute with a longer prefix in a rule with a shorter time-out',
    HTTP_ROUTE,
    '/spec/rules/1/matches/8/path/value',
    '/v2/models',
    /time-out of \/v2\/models\/.*\/infer is 5s/,
  ),
  mutation(
    'an HTTPRoute with an exact path of a rule with a shorter time-out',
    HTTP_ROUTE,
    '/spec/rules/1/matches/6/path/value',
    '/v1/classify',
    /time-out of \/v1\/classify is 5s/,
  ),
];

/** Mutations of the policy that refuses requests without a token. */
export const TOKEN_DIALECT_MUTATIONS: readonly Mutation[] = CALL_PATHS.map((path) => {
  return mutation(
    `a policy that asks for no token at ${path}`,
    TOKENS,
    '/spec/rules/0/to/0/operation/paths',
    CALL_PATHS.filter((each) => each !== path),
    /clients from outside need no API/,
  );
});

function withoutRoute(operation: string, rule: number, match: number, expected: RegExp): Mutation {
  const field = `/spec/http/${rule}/match/${match}/uri`;
  return mutation(`a route without ${operation}`, ROUTE, field, { exact: OTHER_PATH }, expected);
}

function withoutMatch(operation: string, rule: number, match: number, expected: RegExp): Mutation {
  const field = `/spec/rules/${rule}/matches/${match}/path/value`;
  return mutation(`an HTTPRoute without ${operation}`, HTTP_ROUTE, field, OTHER_PATH, expected);
}

function withoutPermission(method: string, path: string, index: number, rest: readonly string[]): Mutation {
  const start = path.replace('*', '');
  return mutation(
    `an authorization without ${method} ${path}`,
    AUTHORIZATION,
    `/spec/rules/0/to/${index}/operation/paths`,
    rest,
    new RegExp(`AuthorizationPolicy: no rule carries ${method} ${start}${path.endsWith('*') ? '' : ','}`),
  );
}
