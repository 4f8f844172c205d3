import type { Manifest } from './manifest.js';

/** A plausible mistake in a manifest, and the violation that the checks must report for it. */
export interface Mutation {
  readonly name: string;
  /** `Kind/name` of the object. */
  readonly object: string;
  /** JSON Pointer to the field; a last segment `-` appends to a list. */
  readonly field: string;
  /** The new value of the field; undefined removes the field. */
  readonly value: unknown;
  readonly expected: RegExp;
}

export const API = 'Deployment/sentiment-api';
const REDIS = 'StatefulSet/sentiment-redis';
export const POD = '/spec/template/spec';
const CONTAINER = `${POD}/containers/0`;
export const SETTINGS = 'ConfigMap/sentiment-settings';
const HPA = 'HorizontalPodAutoscaler/sentiment-api';
export const ROUTE = 'VirtualService/sentiment';

export function mutation(name: string, object: string, field: string, value: unknown, expected: RegExp): Mutation {
  return { name, object, field, value, expected };
}

/** Mutations of the base and of the components hpa, istio, monitoring and secrets. */
export const ISTIO_MUTATIONS: readonly Mutation[] = [
  // Violations of a schema.
  mutation('a misspelt probe', API, `${CONTAINER}/readinesProbe`, { httpGet: { port: 1 } }, /readinesProbe/),
  mutation('text instead of a number', API, '/spec/minReadySeconds', '5', /minReadySeconds must be integer/),
  mutation('an unknown field of Istio', ROUTE, '/spec/http/1/timeOut', '1s', /timeOut/),
  mutation(
    'an unknown enum value of Istio',
    'PeerAuthentication/sentiment-api',
    '/spec/mtls/mode',
    'FORCED',
    /allowed values/,
  ),
  mutation(
    'an unknown field of a ServiceMonitor',
    'ServiceMonitor/sentiment-api',
    '/spec/endpoints/0/intervall',
    '1s',
    /intervall/,
  ),
  mutation('a removed API version', HPA, '/apiVersion', 'autoscaling/v2beta2', /there is no schema/),
  // Objects that the API server would reject.
  mutation('an invalid unit', API, `${CONTAINER}/resources/limits/memory`, '1Gb', /no quantity: 1Gb/),
  mutation('a request above its limit', API, `${CONTAINER}/resources/requests/cpu`, '3', /cpu is above its limit/),
  mutation(
    'a mount of a missing volume',
    API,
    `${CONTAINER}/volumeMounts/0/name`,
    'temp',
    /volume temp, which is not there/,
  ),
  mutation('a rolling update without surge', API, '/spec/strategy/rollingUpdate/maxSurge', 0, /none can be replaced/),
  mutation(
    'a preStop longer than the grace period',
    API,
    `${CONTAINER}/lifecycle/preStop/sleep/seconds`,
    60,
    /stopping takes up to/,
  ),
  mutation(
    'an invalid scaling policy',
    HPA,
    '/spec/behavior/scaleDown/policies/0/type',
    'Pod',
    /no scaling policy Pod/,
  ),
  mutation(
    'a selector that does not match the template',
    API,
    '/spec/selector/matchLabels/app.kubernetes.io~1component',
    'web',
    /own template's labels/,
  ),
  // Violations of security and availability rules.
  mutation('a pod that runs as root', API, `${POD}/securityContext/runAsUser`, 0, /runAsUser is below/),
  mutation('a container that runs as root', API, `${CONTAINER}/securityContext/runAsUser`, 0, /runs as root/),
  mutation(
    'capabilities that are not dropped',
    API,
    `${CONTAINER}/securityContext/capabilities/drop`,
    [],
    /capabilities/,
  ),
  mutation(
    'a writable root file system',
    REDIS,
    `${CONTAINER}/securityContext/readOnlyRootFilesystem`,
    false,
    /can be written/,
  ),
  mutation(
    'a hostPath volume',
    REDIS,
    `${POD}/volumes/-`,
    { name: 'host', hostPath: { path: '/' } },
    /path of the host/,
  ),
  mutation(
    'a mounted service account token',
    API,
    `${POD}/automountServiceAccountToken`,
    true,
    /token of its service account/,
  ),
  mutation('the latest image', API, `${CONTAINER}/image`, 'sentiment:latest', /no fixed tag/),
  mutation('an image without a tag', REDIS, `${CONTAINER}/image`, 'registry.example:5000/redis', /no fixed tag/),
  mutation('no resource limits', API, `${CONTAINER}/resources`, {}, /no request or no limit for memory/),
  mutation('overcommitted memory', API, `${CONTAINER}/resources/requests/memory`, '64Mi', /overcommitted/),
  mutation(
    'the same path for liveness and readiness',
    API,
    `${CONTAINER}/livenessProbe/httpGet/path`,
    '/health/ready',
    /ask the same/,
  ),
  mutation('no liveness probe', REDIS, `${CONTAINER}/livenessProbe`, undefined, /no livenessProbe/),
  mutation(
    'a namespace without the restricted profile',
    'Namespace/sentiment',
    '/metadata/labels/pod-security.kubernetes.io~1enforce',
    'baseline',
    /not restricted/,
  ),
  mutation(
    'a default policy that allows egress',
    'NetworkPolicy/default-deny',
    '/spec/policyTypes',
    ['Ingress'],
    /nothing denies/,
  ),
  mutation('an object without a namespace', HPA, '/metadata/namespace', undefined, /namespace \(none\)/),
  mutation(
    'a node that cannot be drained',
    'PodDisruptionBudget/sentiment-api',
    '/spec/maxUnavailable',
    0,
    /could not be drained/,
  ),
  mutation('replicas beside an autoscaler', API, '/spec/replicas', 3, /set back at each apply/),
  // References that common linters do not check.
  mutation(
    'a targetPort that no pod has',
    'Service/sentiment-api',
    '/spec/ports/0/targetPort',
    'web',
    /no pod has its targetPort web/,
  ),
  mutation(
    'a missing ConfigMap',
    API,
    `${CONTAINER}/envFrom/0/configMapRef/name`,
    'sentiment-setting',
    /no ConfigMap sentiment-setting$/,
  ),
  mutation(
    'invalid PromQL',
    'PrometheusRule/sentiment-api',
    '/spec/groups/1/rules/0/expr',
    'sum(rate(x[5m])',
    /promtool/,
  ),
  mutation('a missing Secret', API, `${POD}/volumes/1/secret/secretName`, 'redis', /no Secret redis/),
  mutation(
    'a file missing from the Secret',
    SETTINGS,
    '/data/REDIS_PASSWORD_FILE',
    '/etc/sentiment/redis/pass',
    /has no pass/,
  ),
  mutation(
    'a file outside every mount',
    SETTINGS,
    '/data/REDIS_PASSWORD_FILE',
    '/etc/redis/password',
    /nothing is mounted/,
  ),
  mutation(
    'a key missing from the ConfigMap',
    REDIS,
    `${CONTAINER}/volumeMounts/1/subPath`,
    'redis.cfg',
    /does not have/,
  ),
  mutation('a probe of a missing port', API, `${CONTAINER}/readinessProbe/httpGet/port`, 'web', /asks the port web/),
  mutation('a missing service account', API, `${POD}/serviceAccountName`, 'api', /no ServiceAccount api/),
  mutation('a StatefulSet with a missing Service', REDIS, '/spec/serviceName', 'redis', /no Service redis/),
  mutation(
    'a Service that selects no pods',
    'Service/sentiment-redis',
    '/spec/selector/app.kubernetes.io~1component',
    'cache',
    /selects no pods/,
  ),
  mutation(
    'an autoscaler of a missing Deployment',
    HPA,
    '/spec/scaleTargetRef/name',
    'sentiment',
    /no Deployment sentiment to scale/,
  ),
  mutation(
    'an autoscaler metric of a missing container',
    HPA,
    '/spec/metrics/0/containerResource/container',
    'web',
    /no container web/,
  ),
  mutation(
    'a disruption budget that selects no pods',
    'PodDisruptionBudget/sentiment-redis',
    '/spec/selector/matchLabels/app.kubernetes.io~1component',
    'cache',
    /selects no pods/,
  ),
  mutation(
    'a network policy that selects no pods',
    'NetworkPolicy/sentiment-redis',
    '/spec/podSelector/matchLabels/app.kubernetes.io~1component',
    'cache',
    /podSelector selects no pods/,
  ),
  mutation(
    'an ingress rule for a missing port',
    'NetworkPolicy/sentiment-api',
    '/spec/ingress/0/ports/0/port',
    80,
    /no port 80 to let in/,
  ),
  mutation(
    'an ingress rule with the name of a port',
    'NetworkPolicy/sentiment-api',
    '/spec/ingress/0/ports/0/port',
    'http',
    /the port http is a name/,
  ),
  mutation(
    'an egress rule with the name of a port',
    'NetworkPolicy/sentiment-api',
    '/spec/egress/1/ports/0/port',
    'redis',
    /the port redis is a name/,
  ),
  mutation(
    'an egress rule for a port that its pods do not have',
    'NetworkPolicy/sentiment-api',
    '/spec/egress/1/ports/0/port',
    6380,
    /lets out to have no port 6380/,
  ),
  mutation(
    'an egress rule that selects no pods',
    'NetworkPolicy/sentiment-api',
    '/spec/egress/1/to/0/podSelector/matchLabels/app.kubernetes.io~1component',
    'cache',
    /a peer in this namespace/,
  ),
  mutation(
    'a ServiceMonitor that selects no Service',
    'ServiceMonitor/sentiment-api',
    '/spec/selector/matchLabels/app.kubernetes.io~1component',
    'api',
    /has a port http-metrics|selects no Service/,
  ),
  mutation(
    'a ServiceMonitor of a missing port',
    'ServiceMonitor/sentiment-api',
    '/spec/endpoints/0/port',
    'metrics',
    /has a port metrics/,
  ),
  mutation(
    'a route to a missing Service',
    ROUTE,
    '/spec/http/1/route/0/destination/host',
    'sentiment',
    /no Service sentiment$/,
  ),
  mutation('a route to a missing port', ROUTE, '/spec/http/1/route/0/destination/port/number', 80, /has no port 80/),
  mutation('a route with a missing gateway', ROUTE, '/spec/gateways', ['gateway'], /no Gateway gateway/),
  mutation(
    'a DestinationRule of a missing Service',
    'DestinationRule/sentiment-api',
    '/spec/host',
    'api',
    /no Service api/,
  ),
  mutation(
    'an authorization of a missing port',
    'AuthorizationPolicy/sentiment-api',
    '/spec/rules/0/to/0/operation/ports',
    ['80'],
    /port 80/,
  ),
  mutation(
    'a missing Redis Service',
    SETTINGS,
    '/data/REDIS_URL',
    'redis://sentiment@redis:6379',
    /REDIS_URL: there is no Service redis/,
  ),
  mutation('an unknown setting', SETTINGS, '/data/REQUEST_TIMEOUT', '10000', /there is no REQUEST_TIMEOUT$/),
  mutation('a setting out of range', SETTINGS, '/data/MODEL_PROCESSES', '-1', /MODEL_PROCESSES/),
  // Inconsistent durations.
  mutation('a gateway time-out without a margin', ROUTE, '/spec/http/1/timeout', '10s', /time-out of \/predict is 10s/),
  mutation('an invalid duration', ROUTE, '/spec/http/1/timeout', '12 sec', /time-out of \/predict is 12 sec/),
  mutation(
    'an idle time-out longer than the keep-alive of the service',
    'DestinationRule/sentiment-api',
    '/spec/trafficPolicy/connectionPool/http/idleTimeout',
    '300s',
    /idleTimeout 300s/,
  ),
  mutation('no time to close open connections', SETTINGS, '/data/SHUTDOWN_DELAY_MS', '0', /send open connections away/),
  mutation('no preStop hook', API, `${CONTAINER}/lifecycle`, undefined, /do not wait until the pod has left/),
  mutation('a fractional CPU limit', API, `${CONTAINER}/resources/limits/cpu`, '1500m', /no whole number/),
];

/** Mutations of the components gateway-api and keda. */
export const GATEWAY_API_MUTATIONS: readonly Mutation[] = [
  mutation(
    'a number instead of text for KEDA',
    'ScaledObject/sentiment-api',
    '/spec/triggers/1/metadata/threshold',
    8,
    /threshold must be string/,
  ),
  mutation('an unknown field of KEDA', 'ScaledObject/sentiment-api', '/spec/minReplicas', 3, /minReplicas/),
  mutation(
    'a ScaledObject of a missing Deployment',
    'ScaledObject/sentiment-api',
    '/spec/scaleTargetRef/name',
    'api',
    /no Deployment api to scale/,
  ),
  mutation(
    'a ScaledObject without the CPU',
    'ScaledObject/sentiment-api',
    '/spec/triggers/0',
    { type: 'cron', metadata: {} },
    /no trigger follows the CPU/,
  ),
  mutation(
    'a ScaledObject by the sum of the waits',
    'ScaledObject/sentiment-api',
    '/spec/triggers/1/metadata/query',
    'sum(sentiment_queue_estimated_wait_seconds{namespace="sentiment"})',
    /not an average/,
  ),
  mutation(
    'a ScaledObject whose threshold is for each pod',
    'ScaledObject/sentiment-api',
    '/spec/triggers/1/metricType',
    'AverageValue',
    /not an average/,
  ),
  mutation(
    'a ScaledObject that asks about another namespace',
    'ScaledObject/sentiment-api',
    '/spec/triggers/1/metadata/query',
    'avg(sentiment_queue_estimated_wait_seconds{namespace="staging"})',
    /about the namespace "staging"/,
  ),
  mutation(
    'an HTTPRoute to a missing port',
    'HTTPRoute/sentiment',
    '/spec/rules/0/backendRefs/0/port',
    80,
    /has no port 80/,
  ),
  mutation(
    'an HTTPRoute with a missing gateway',
    'HTTPRoute/sentiment',
    '/spec/parentRefs/0/name',
    'gateway',
    /no Gateway gateway/,
  ),
  mutation(
    'an HTTPRoute time-out shorter than the request time-out',
    'HTTPRoute/sentiment',
    '/spec/rules/0/timeouts/request',
    '5s',
    /time-out of \/predict is 5s/,
  ),
  mutation(
    'a missing ConfigMap of gateway options',
    'Gateway/sentiment',
    '/spec/infrastructure/parametersRef/name',
    'x',
    /no ConfigMap x/,
  ),
  mutation('an unknown field of the Gateway API', 'HTTPRoute/sentiment', '/spec/rules/0/retry', {}, /retry/),
];

/**
 * @returns a copy of the manifests with the mutation
 * @throws Error when the object or the parent of the field does not exist: a mutation without effect proves nothing
 */
export function applyMutation({ object, field, value }: Mutation, manifests: readonly Manifest[]): Manifest[] {
  const mutated = structuredClone(manifests) as Manifest[];
  // Names that kustomize generates end in a digest.
  const target = mutated.find(
    ({ kind, metadata }) => `${kind}/${metadata.name.replace(/-[0-9a-z]{10}$/, '')}` === object,
  );
  if (!target) throw new Error(`there is no ${object} to mutate`);
  const steps = field
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/'));
  const last = steps.pop() ?? '';
  let parent: unknown = target;
  for (const step of steps) parent = (parent as Record<string, unknown> | undefined)?.[step];
  if (typeof parent !== 'object' || parent === null) throw new Error(`${object} has no ${field}`);
  if (Array.isArray(parent) && last === '-') parent.push(value);
  else if (value === undefined) Reflect.deleteProperty(parent, last);
  else Object.assign(parent, { [last]: value });
  return mutated;
}
