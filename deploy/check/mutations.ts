import type { Manifest } from './manifest.js';

/** A mistake that somebody could make in a manifest, and the sentence that must come of it. */
export interface SeededDefect {
  readonly name: string;
  /** `Kind/name` of the object. */
  readonly object: string;
  /** JSON Pointer to the field; a last segment `-` appends to a list. */
  readonly field: string;
  /** Its new value; undefined takes the field away. */
  readonly value: unknown;
  readonly caughtAs: RegExp;
}

const API = 'Deployment/sentiment-api';
const REDIS = 'StatefulSet/sentiment-redis';
const POD = '/spec/template/spec';
const CONTAINER = `${POD}/containers/0`;
const SETTINGS = 'ConfigMap/sentiment-settings';
const HPA = 'HorizontalPodAutoscaler/sentiment-api';
const ROUTE = 'VirtualService/sentiment';

function defect(name: string, object: string, field: string, value: unknown, caughtAs: RegExp): SeededDefect {
  return { name, object, field, value, caughtAs };
}

/** In everything that the components offer together with istio. */
export const SEEDED_DEFECTS: readonly SeededDefect[] = [
  // What a schema sees.
  defect('a misspelt probe', API, `${CONTAINER}/readinesProbe`, { httpGet: { port: 1 } }, /readinesProbe/),
  defect('a number as text', API, '/spec/minReadySeconds', '5', /minReadySeconds must be integer/),
  defect('an unknown field for Istio', ROUTE, '/spec/http/0/timeOut', '1s', /timeOut/),
  defect(
    'a word that Istio does not know',
    'PeerAuthentication/sentiment-api',
    '/spec/mtls/mode',
    'FORCED',
    /allowed values/,
  ),
  defect(
    'an unknown field for a monitor',
    'ServiceMonitor/sentiment-api',
    '/spec/endpoints/0/intervall',
    '1s',
    /intervall/,
  ),
  defect('a kind of an old version', HPA, '/apiVersion', 'autoscaling/v2beta2', /there is no schema/),
  // What the API server would refuse.
  defect('a unit that is none', API, `${CONTAINER}/resources/limits/memory`, '1Gb', /no quantity: 1Gb/),
  defect('a request above its limit', API, `${CONTAINER}/resources/requests/cpu`, '3', /cpu is above its limit/),
  defect(
    'a mount without its volume',
    API,
    `${CONTAINER}/volumeMounts/0/name`,
    'temp',
    /volume temp, which is not there/,
  ),
  defect('neither more nor fewer pods', API, '/spec/strategy/rollingUpdate/maxSurge', 0, /none can be replaced/),
  defect(
    'a preStop that outlasts the grace',
    API,
    `${CONTAINER}/lifecycle/preStop/sleep/seconds`,
    60,
    /stopping takes up to/,
  ),
  defect(
    'a scaling policy that is none',
    HPA,
    '/spec/behavior/scaleDown/policies/0/type',
    'Pod',
    /no scaling policy Pod/,
  ),
  defect(
    'a selector beside its template',
    API,
    '/spec/selector/matchLabels/app.kubernetes.io~1component',
    'web',
    /own template's labels/,
  ),
  // What a reviewer would see.
  defect('root', API, `${POD}/securityContext/runAsUser`, 0, /runAsUser is below/),
  defect('a container that is root', API, `${CONTAINER}/securityContext/runAsUser`, 0, /runs as root/),
  defect('capabilities', API, `${CONTAINER}/securityContext/capabilities/drop`, [], /capabilities/),
  defect(
    'a file system that can be written',
    REDIS,
    `${CONTAINER}/securityContext/readOnlyRootFilesystem`,
    false,
    /can be written/,
  ),
  defect(
    'a path of the host',
    REDIS,
    `${POD}/volumes/-`,
    { name: 'host', hostPath: { path: '/' } },
    /path of the host/,
  ),
  defect('a token for nobody', API, `${POD}/automountServiceAccountToken`, true, /token of its service account/),
  defect('the latest image', API, `${CONTAINER}/image`, 'sentiment:latest', /no fixed tag/),
  defect('an image without a tag', REDIS, `${CONTAINER}/image`, 'registry.example:5000/redis', /no fixed tag/),
  defect('no limits', API, `${CONTAINER}/resources`, {}, /no request or no limit for memory/),
  defect('memory that is not there', API, `${CONTAINER}/resources/requests/memory`, '64Mi', /overcommitted/),
  defect('one probe for all', API, `${CONTAINER}/livenessProbe/httpGet/path`, '/health/ready', /ask the same/),
  defect('no liveness probe', REDIS, `${CONTAINER}/livenessProbe`, undefined, /no livenessProbe/),
  defect(
    'a namespace for any pod',
    'Namespace/sentiment',
    '/metadata/labels/pod-security.kubernetes.io~1enforce',
    'baseline',
    /not restricted/,
  ),
  defect('a default that allows', 'NetworkPolicy/default-deny', '/spec/policyTypes', ['Ingress'], /nothing denies/),
  defect('an object without a namespace', HPA, '/metadata/namespace', undefined, /namespace \(none\)/),
  defect(
    'a node that cannot be drained',
    'PodDisruptionBudget/sentiment-api',
    '/spec/maxUnavailable',
    0,
    /could not be drained/,
  ),
  defect('replicas beside an autoscaler', API, '/spec/replicas', 3, /set back at each apply/),
  // What none of the common tools sees.
  defect(
    'a targetPort that no pod has',
    'Service/sentiment-api',
    '/spec/ports/0/targetPort',
    'web',
    /no pod has its targetPort web/,
  ),
  defect(
    'a ConfigMap that is not there',
    API,
    `${CONTAINER}/envFrom/0/configMapRef/name`,
    'sentiment-setting',
    /no ConfigMap sentiment-setting$/,
  ),
  defect(
    'PromQL that is none',
    'PrometheusRule/sentiment-api',
    '/spec/groups/1/rules/0/expr',
    'sum(rate(x[5m])',
    /promtool/,
  ),
  defect('a Secret that is not there', API, `${POD}/volumes/1/secret/secretName`, 'redis', /no Secret redis/),
  defect(
    'a file that the Secret does not have',
    SETTINGS,
    '/data/REDIS_PASSWORD_FILE',
    '/etc/sentiment/redis/pass',
    /has no pass/,
  ),
  defect(
    'a file where nothing is mounted',
    SETTINGS,
    '/data/REDIS_PASSWORD_FILE',
    '/etc/redis/password',
    /nothing is mounted/,
  ),
  defect(
    'a key that the ConfigMap does not have',
    REDIS,
    `${CONTAINER}/volumeMounts/1/subPath`,
    'redis.cfg',
    /does not have/,
  ),
  defect(
    'a probe of a port that is not there',
    API,
    `${CONTAINER}/readinessProbe/httpGet/port`,
    'web',
    /asks the port web/,
  ),
  defect('a service account that is not there', API, `${POD}/serviceAccountName`, 'api', /no ServiceAccount api/),
  defect('a StatefulSet without its Service', REDIS, '/spec/serviceName', 'redis', /no Service redis/),
  defect(
    'a Service for no pods',
    'Service/sentiment-redis',
    '/spec/selector/app.kubernetes.io~1component',
    'cache',
    /selects no pods/,
  ),
  defect('an autoscaler of nothing', HPA, '/spec/scaleTargetRef/name', 'sentiment', /no Deployment sentiment to scale/),
  defect(
    'an autoscaler by a container that is not there',
    HPA,
    '/spec/metrics/0/containerResource/container',
    'web',
    /no container web/,
  ),
  defect(
    'a budget for no pods',
    'PodDisruptionBudget/sentiment-redis',
    '/spec/selector/matchLabels/app.kubernetes.io~1component',
    'cache',
    /selects no pods/,
  ),
  defect(
    'a policy for no pods',
    'NetworkPolicy/sentiment-redis',
    '/spec/podSelector/matchLabels/app.kubernetes.io~1component',
    'cache',
    /podSelector selects no pods/,
  ),
  defect(
    'a policy that lets in to no port',
    'NetworkPolicy/sentiment-api',
    '/spec/ingress/0/ports/0/port',
    'web',
    /no port web to let in/,
  ),
  defect(
    'a policy that lets out to nobody',
    'NetworkPolicy/sentiment-api',
    '/spec/egress/1/to/0/podSelector/matchLabels/app.kubernetes.io~1component',
    'cache',
    /a peer in this namespace/,
  ),
  defect(
    'a monitor of no Service',
    'ServiceMonitor/sentiment-api',
    '/spec/selector/matchLabels/app.kubernetes.io~1component',
    'api',
    /has a port http-metrics|selects no Service/,
  ),
  defect(
    'a monitor of no port',
    'ServiceMonitor/sentiment-api',
    '/spec/endpoints/0/port',
    'metrics',
    /has a port metrics/,
  ),
  defect('a route to no Service', ROUTE, '/spec/http/0/route/0/destination/host', 'sentiment', /no Service sentiment$/),
  defect('a route to no port', ROUTE, '/spec/http/0/route/0/destination/port/number', 80, /has no port 80/),
  defect('a route without its gateway', ROUTE, '/spec/gateways', ['gateway'], /no Gateway gateway/),
  defect('a rule for no Service', 'DestinationRule/sentiment-api', '/spec/host', 'api', /no Service api/),
  defect(
    'an authorization for no port',
    'AuthorizationPolicy/sentiment-api',
    '/spec/rules/0/to/0/operation/ports',
    ['80'],
    /port 80/,
  ),
  defect(
    'a Redis that is not there',
    SETTINGS,
    '/data/REDIS_URL',
    'redis://sentiment@redis:6379',
    /REDIS_URL: there is no Service redis/,
  ),
  defect('a setting that is not one', SETTINGS, '/data/REQUEST_TIMEOUT', '10000', /there is no REQUEST_TIMEOUT$/),
  defect('a setting out of range', SETTINGS, '/data/MODEL_PROCESSES', '-1', /MODEL_PROCESSES/),
  // Times that do not fit.
  defect('a gateway that gives up first', ROUTE, '/spec/http/0/timeout', '10s', /time-out of \/predict is 10s/),
  defect('a duration that is none', ROUTE, '/spec/http/0/timeout', '12 sec', /time-out of \/predict is 12 sec/),
  defect(
    'idle connections that the service closes first',
    'DestinationRule/sentiment-api',
    '/spec/trafficPolicy/connectionPool/http/idleTimeout',
    '300s',
    /idleTimeout 300s/,
  ),
  defect('connections that are cut', SETTINGS, '/data/SHUTDOWN_DELAY_MS', '0', /send open connections away/),
  defect('no wait at all', API, `${CONTAINER}/lifecycle`, undefined, /do not wait until the pod has left/),
  defect('half a CPU for a model process', API, `${CONTAINER}/resources/limits/cpu`, '1500m', /no whole number/),
];

/** In what gateway-api and keda bring. */
export const SEEDED_DEFECTS_OF_GATEWAY_API: readonly SeededDefect[] = [
  defect(
    'a number where KEDA wants text',
    'ScaledObject/sentiment-api',
    '/spec/triggers/0/metadata/threshold',
    8,
    /threshold must be string/,
  ),
  defect('an unknown field for KEDA', 'ScaledObject/sentiment-api', '/spec/minReplicas', 3, /minReplicas/),
  defect(
    'a scaled object of nothing',
    'ScaledObject/sentiment-api',
    '/spec/scaleTargetRef/name',
    'api',
    /no Deployment api to scale/,
  ),
  defect('an HTTPRoute to no port', 'HTTPRoute/sentiment', '/spec/rules/0/backendRefs/0/port', 80, /has no port 80/),
  defect(
    'an HTTPRoute without its gateway',
    'HTTPRoute/sentiment',
    '/spec/parentRefs/0/name',
    'gateway',
    /no Gateway gateway/,
  ),
  defect(
    'an HTTPRoute that gives up first',
    'HTTPRoute/sentiment',
    '/spec/rules/0/timeouts/request',
    '5s',
    /time-out of \/predict is 5s/,
  ),
  defect(
    'gateway options that are not there',
    'Gateway/sentiment',
    '/spec/infrastructure/parametersRef/name',
    'x',
    /no ConfigMap x/,
  ),
  defect('an unknown field for the Gateway API', 'HTTPRoute/sentiment', '/spec/rules/0/retry', {}, /retry/),
];

/**
 * @returns a copy of the manifests with the defect in it
 * @throws Error when the object or a part of the way to the field is not there: a defect that cannot be made proves nothing
 */
export function seed({ object, field, value }: SeededDefect, manifests: readonly Manifest[]): Manifest[] {
  const seeded = structuredClone(manifests) as Manifest[];
  // Generated names end in a digest.
  const target = seeded.find(
    ({ kind, metadata }) => `${kind}/${metadata.name.replace(/-[0-9a-z]{10}$/, '')}` === object,
  );
  if (!target) throw new Error(`there is no ${object} to make a defect in`);
  const steps = field
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/'));
  const last = steps.pop() ?? '';
  let place: unknown = target;
  for (const step of steps) place = (place as Record<string, unknown> | undefined)?.[step];
  if (typeof place !== 'object' || place === null) throw new Error(`${object} has no ${field}`);
  if (Array.isArray(place) && last === '-') place.push(value);
  else if (value === undefined) Reflect.deleteProperty(place, last);
  else Object.assign(place, { [last]: value });
  return seeded;
}
