import { API, mutation, POD, SETTINGS, type Mutation } from './mutations.js';

const API_POLICY = 'NetworkPolicy/sentiment-api';
const TOKEN_POLICY = 'AuthorizationPolicy/sentiment-api-jwt';

/** Mutations of a gateway with API keys: what clients from outside may do. */
export const EXPOSURE_MUTATIONS: readonly Mutation[] = [
  mutation(
    'a gateway without API keys',
    SETTINGS,
    '/data/API_KEYS_FILE',
    undefined,
    /clients from outside need no API/,
  ),
  mutation('a gateway with an empty key file', SETTINGS, '/data/API_KEYS_FILE', '', /clients from outside need no API/),
  mutation('a gateway without a rate limit', SETTINGS, '/data/RATE_LIMIT_REQUESTS', '0', /have no rate limit/),
  mutation('a gateway that is not trusted', SETTINGS, '/data/TRUSTED_PROXIES', undefined, /the address of the gateway/),
  mutation('a key file outside its mount', SETTINGS, '/data/API_KEYS_FILE', '/etc/keys', /nothing is mounted/),
  mutation('a missing Secret of keys', API, `${POD}/volumes/2/secret/secretName`, 'keys', /no Secret keys/),
  mutation(
    'an item missing from the Secret of keys',
    API,
    `${POD}/volumes/2/secret/items/0/key`,
    'clients',
    /takes clients, which its source does not have/,
  ),
];

/** Mutations of a gateway with JSON Web Tokens. */
export const TOKEN_MUTATIONS: readonly Mutation[] = [
  mutation(
    'a policy that does not refuse requests without a token',
    TOKEN_POLICY,
    '/spec/action',
    'ALLOW',
    /clients from outside need no API/,
  ),
  mutation(
    'a policy that forgets a prediction route',
    TOKEN_POLICY,
    '/spec/rules/0/to/0/operation/paths',
    ['/predict'],
    /clients from outside need no API/,
  ),
  mutation(
    'a policy that refuses one token only',
    TOKEN_POLICY,
    '/spec/rules/0/from/0/source/notRequestPrincipals',
    ['issuer/subject'],
    /clients from outside need no API/,
  ),
];

/** Mutations of a gateway with a monitor: who reads the metrics. */
export const METRICS_MUTATIONS: readonly Mutation[] = [
  mutation('metrics on the port of clients', SETTINGS, '/data/METRICS_PORT', '0', /METRICS_PORT is not set/),
  mutation('metrics on another port', SETTINGS, '/data/METRICS_PORT', '9000', /the port 9464, but the metrics are on/),
  mutation(
    'a monitor of the port of clients',
    'Service/sentiment-api-metrics',
    '/spec/ports/0/targetPort',
    'http',
    /the port 8000, but the metrics are on 9464/,
  ),
  mutation(
    'a policy that keeps Prometheus out',
    API_POLICY,
    '/spec/ingress/1/ports/0/port',
    8000,
    /lets Prometheus read/,
  ),
  mutation('a policy that lets every pod in', API_POLICY, '/spec/ingress/1/from', undefined, /lets every pod read/),
  mutation('a policy for every port', API_POLICY, '/spec/ingress/-', {}, /lets every pod read the metrics/),
  mutation(
    'a policy for a range of ports',
    API_POLICY,
    '/spec/ingress/-',
    { ports: [{ port: 9000, endPort: 9999 }] },
    /lets every pod read the metrics/,
  ),
  mutation(
    'a route to the metrics',
    'VirtualService/sentiment',
    '/spec/http/2/route/0/destination',
    { host: 'sentiment-api-metrics' },
    /leads clients to the metrics/,
  ),
  mutation(
    'a Service of the metrics outside the cluster',
    'Service/sentiment-api-metrics',
    '/spec/type',
    'LoadBalancer',
    /leads clients to the metrics/,
  ),
];

/** Mutations of a gateway that is open on purpose. */
export const OPEN_ACCESS_MUTATIONS: readonly Mutation[] = [
  mutation('an open gateway without a rate limit', SETTINGS, '/data/RATE_LIMIT_REQUESTS', undefined, /no rate limit/),
  mutation(
    'a gateway that is open by mistake',
    API,
    '/metadata/annotations/sentiment~1api-keys',
    'none',
    /clients from outside need no API key/,
  ),
];

/** Mutations without a gateway: a Service that leads clients in by itself. */
export const EXPOSED_SERVICE_MUTATIONS: readonly Mutation[] = [
  mutation(
    'a load balancer without API keys',
    'Service/sentiment-api',
    '/spec/type',
    'LoadBalancer',
    /Service\/sentiment-api: clients from outside need no API key/,
  ),
  mutation(
    'a load balancer without a rate limit',
    'Service/sentiment-api',
    '/spec/type',
    'LoadBalancer',
    /have no rate limit/,
  ),
  mutation('a node port without API keys', 'Service/sentiment-api', '/spec/type', 'NodePort', /need no API key/),
  mutation(
    'an external address without API keys',
    'Service/sentiment-api',
    '/spec/externalIPs',
    ['192.0.2.1'],
    /need no API key/,
  ),
];

/** Mutations of the Job that asks with a key. */
export const SMOKE_MUTATIONS: readonly Mutation[] = [
  mutation(
    'a smoke test with a missing key',
    'Job/sentiment-smoke',
    `${POD}/volumes/1/secret/items/0/key`,
    'smoke',
    /takes smoke, which its source does not have/,
  ),
];
