import { mutation, ROUTE, type Mutation } from './mutations.js';

const ROLLOUT = 'Rollout/sentiment-api';
const CANARY = '/spec/strategy/canary';

/** Mutations of hpa, istio, quota and canary-istio. */
export const CANARY_ISTIO_MUTATIONS: readonly Mutation[] = [
  mutation('an unknown field of a Rollout', ROLLOUT, `${CANARY}/stepz`, [], /stepz/),
  mutation('a Rollout of a missing Deployment', ROLLOUT, '/spec/workloadRef/name', 'api', /no Deployment api to run/),
  mutation(
    'an autoscaler of the Deployment beside a Rollout',
    'HorizontalPodAutoscaler/sentiment-api',
    '/spec/scaleTargetRef',
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sentiment-api' },
    /no autoscaler scales it/,
  ),
  mutation('a Rollout with fewer pods', ROLLOUT, `${CANARY}/maxUnavailable`, 1, /below the wanted number/),
  mutation(
    'an old version with all its pods',
    ROLLOUT,
    `${CANARY}/dynamicStableScale`,
    undefined,
    /old version keeps all its pods/,
  ),
  mutation(
    'a step of more pods than the quota holds',
    ROLLOUT,
    `${CANARY}/steps`,
    [{ setWeight: 5 }, { setWeight: 60 }],
    /of pods in a roll-out/,
  ),
  mutation(
    'a subset that the DestinationRule does not have',
    'DestinationRule/sentiment-api',
    '/spec/subsets/1/name',
    'new',
    /DestinationRule sentiment-api has no subset canary/,
  ),
  mutation('a missing route', ROUTE, '/spec/http/2/name', 'others', /VirtualService sentiment has no route rest/),
  mutation(
    'a route of one version',
    ROUTE,
    '/spec/http/1/route',
    [{ destination: { host: 'sentiment-api', port: { number: 8000 } } }],
    /does not change the route predictions/,
  ),
];

/** Mutations of hpa, gateway-api and canary-gateway-api. */
export const CANARY_GATEWAY_API_MUTATIONS: readonly Mutation[] = [
  mutation(
    'a rule without the new version',
    'HTTPRoute/sentiment',
    '/spec/rules/1/backendRefs',
    [{ name: 'sentiment-api', port: 8000 }],
    /not every rule of the HTTPRoute sentiment/,
  ),
  mutation(
    'a Service of the new version without pods',
    'Service/sentiment-api-canary',
    '/spec/selector/app.kubernetes.io~1component',
    'canary',
    /selects no pods/,
  ),
];
