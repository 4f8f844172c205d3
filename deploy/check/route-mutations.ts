import { mutation, ROUTE, type Mutation } from './mutations.js';

const AUTHORIZATION = 'AuthorizationPolicy/sentiment-api';
const HTTP_ROUTE = 'HTTPRoute/sentiment';

/** Mutations of the operations that Istio carries. */
export const ISTIO_ROUTE_MUTATIONS: readonly Mutation[] = [
  mutation(
    'a route without an operation of the service',
    ROUTE,
    '/spec/http/1/match',
    [{ uri: { exact: '/predict' }, method: { exact: 'POST' } }],
    /VirtualService: no rule carries POST \/analyze/,
  ),
  mutation(
    'a route of another method',
    ROUTE,
    '/spec/http/1/match/1/method',
    { exact: 'GET' },
    /VirtualService: no rule carries POST \/analyze/,
  ),
  mutation(
    'a route without preflights',
    ROUTE,
    '/spec/http/1/match/0/method',
    { exact: 'POST' },
    /VirtualService: no rule carries OPTIONS \/predict/,
  ),
  mutation('a route of every path', ROUTE, '/spec/http/2/match/-', { uri: { prefix: '/' } }, /carries GET \/metrics/),
  mutation('a route without a match', ROUTE, '/spec/http/2/match', undefined, /carries GET \/health\/ready/),
  mutation(
    'a route of every path by a regular expression',
    ROUTE,
    '/spec/http/2/match/-',
    { uri: { regex: '/[a-z]+' } },
    /carries GET \/metrics/,
  ),
  mutation(
    'an operation in an earlier route with another time-out',
    ROUTE,
    '/spec/http/0/match/-',
    { uri: { exact: '/analyze' } },
    /time-out of \/analyze is none/,
  ),
  mutation('a time-out of streams', ROUTE, '/spec/http/0/timeout', '12s', /a time-out cuts streams to \/predict/),
  mutation('a time-out of zero in Istio', ROUTE, '/spec/http/0/timeout', '0s', /API server refuses a time-out of 0/),
  mutation('predictions without a time-out', ROUTE, '/spec/http/1/timeout', undefined, /time-out of \/predict is none/),
  mutation(
    'streams of one media type alone',
    ROUTE,
    '/spec/http/0/match/1/headers/content-type',
    { exact: 'application/x-ndjson' },
    /a time-out cuts streams to \/analyze with the Content-Type application\/jsonl/,
  ),
  mutation(
    'an authorization without an operation of the service',
    AUTHORIZATION,
    '/spec/rules/0/to/0/operation/paths',
    ['/predict'],
    /AuthorizationPolicy: no rule carries POST \/analyze/,
  ),
  mutation(
    'an authorization without preflights',
    AUTHORIZATION,
    '/spec/rules/0/to/0/operation/methods',
    ['POST'],
    /AuthorizationPolicy: no rule carries OPTIONS \/predict/,
  ),
  mutation(
    'an authorization of another port',
    AUTHORIZATION,
    '/spec/rules/0/to/0/operation/ports',
    ['9464'],
    /AuthorizationPolicy: no rule carries POST \/predict/,
  ),
  mutation(
    'an authorization without the assets of the page',
    AUTHORIZATION,
    '/spec/rules/0/to/1/operation/paths',
    ['/', '/health', '/model', '/docs', '/docs/*', '/openapi.json', '/playground/assets'],
    /AuthorizationPolicy: no rule carries GET \/playground\/assets/,
  ),
  mutation(
    'an authorization of every path',
    AUTHORIZATION,
    '/spec/rules/0/to/1/operation/paths',
    undefined,
    /carries GET \/metrics/,
  ),
  mutation(
    'a gateway that serves without encryption',
    'Gateway/sentiment',
    '/spec/servers/1/tls',
    undefined,
    /port 80 takes requests without encryption/,
  ),
];

/** Mutations of the operations that the Gateway API carries. */
export const GATEWAY_API_ROUTE_MUTATIONS: readonly Mutation[] = [
  mutation(
    'an HTTPRoute of another method',
    HTTP_ROUTE,
    '/spec/rules/0/matches/1/method',
    'GET',
    /HTTPRoute: no rule carries POST \/analyze/,
  ),
  mutation(
    'an HTTPRoute with a time-out of streams',
    HTTP_ROUTE,
    '/spec/rules/2/timeouts/backendRequest',
    '12s',
    /a time-out cuts streams to \/predict/,
  ),
  mutation(
    'an HTTPRoute whose streams have the time-out of the implementation',
    HTTP_ROUTE,
    '/spec/rules/2/timeouts/request',
    undefined,
    /a time-out cuts streams to \/predict/,
  ),
  mutation(
    'an HTTPRoute without streams to an operation',
    HTTP_ROUTE,
    '/spec/rules/2/matches/1/path/value',
    '/model',
    /a time-out cuts streams to \/analyze/,
  ),
  mutation(
    'an HTTPRoute without preflights',
    HTTP_ROUTE,
    '/spec/rules/0/matches/8/method',
    'POST',
    /HTTPRoute: no rule carries OPTIONS \/analyze/,
  ),
  mutation(
    'an HTTPRoute with an exact path instead of a prefix',
    HTTP_ROUTE,
    '/spec/rules/1/matches/5/path/type',
    'Exact',
    /HTTPRoute: no rule carries GET \/playground\/assets/,
  ),
  mutation(
    'an HTTPRoute of every path',
    HTTP_ROUTE,
    '/spec/rules/1/matches/0/path/type',
    'PathPrefix',
    /carries GET \/metrics/,
  ),
  mutation(
    'an HTTPRoute of the probes of Kubernetes',
    HTTP_ROUTE,
    '/spec/rules/1/matches/1/path/type',
    'PathPrefix',
    /carries GET \/health\/live/,
  ),
  mutation(
    'an HTTPRoute of both listeners',
    HTTP_ROUTE,
    '/spec/parentRefs/0/sectionName',
    undefined,
    /listener http takes requests without encryption/,
  ),
];
