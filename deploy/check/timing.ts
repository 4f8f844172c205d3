import type { Deployment } from 'kubernetes-types/apps/v1.js';
import { KEEP_ALIVE_MS } from '../../apps/api/src/http/bounded-server.adapter.js';
import { AFTER_DRAIN_LIMIT_MS, DRAIN_LIMIT_MS } from '../../apps/api/src/shutdown/drain.js';
import { filterByKind, getName, getSettings, type Manifest } from './manifest.js';
import { parseQuantity } from './quantity.js';
import { listRouteRules, NO_TIMEOUT, type RouteRule } from './route-rules.js';
import { readClassifyingPaths, type Operation } from './service-operations.js';

/** Difference between the time-outs of gateway and service, so that the error response of the service arrives. */
const GATEWAY_MARGIN_MS = 2_000;

/** Paths that also take streams, which have no end in time. */
const STREAM_PATHS = ['/predict', '/analyze'];
/** Media types of streams. */
const STREAM_MEDIA_TYPES = ['application/x-ndjson', 'Application/x-ndjson; charset=utf-8', 'application/jsonl'];

/** Time until every kube-proxy has removed the endpoint of a pod: 1 to 2 s, more in a large or busy cluster. */
const ENDPOINT_REMOVAL_MS = 10_000;
/** Time in which responses carry `Connection: close`. preStop is not enough: the service gets no signal from it. */
const CONNECTION_CLOSE_MS = 2_000;

interface DestinationRule {
  readonly spec: {
    readonly trafficPolicy?: { readonly connectionPool?: { readonly http?: { readonly idleTimeout?: string } } };
  };
}

/** Checks that the durations of settings, pods and gateways are consistent. */
export async function timingViolations(manifests: readonly Manifest[]): Promise<string[]> {
  const settings = getSettings(manifests);
  const shutdownDelayMs = Number(settings.SHUTDOWN_DELAY_MS);
  const requestTimeoutMs = Number(settings.REQUEST_TIMEOUT_MS);
  return [
    ...filterByKind<Deployment>(manifests, 'Deployment').flatMap((deployment) => {
      return graceViolations(deployment, shutdownDelayMs, requestTimeoutMs);
    }),
    ...gatewayViolations(manifests, requestTimeoutMs, await readClassifyingPaths()),
  ];
}

function graceViolations(
  deployment: Manifest & Deployment,
  shutdownDelayMs: number,
  requestTimeoutMs: number,
): string[] {
  const pod = deployment.spec?.template.spec;
  const [api] = pod?.containers ?? [];
  const preStopMs = (api?.lifecycle?.preStop?.sleep?.seconds ?? 0) * 1_000;
  const graceMs = (pod?.terminationGracePeriodSeconds ?? 30) * 1_000;
  const neededMs = preStopMs + shutdownDelayMs + DRAIN_LIMIT_MS + AFTER_DRAIN_LIMIT_MS;
  const violations: string[] = [];
  if (!(neededMs <= graceMs)) {
    violations.push(
      `terminationGracePeriodSeconds is ${graceMs / 1_000}, but stopping takes up to ${neededMs / 1_000} s`,
    );
  }
  if (!(preStopMs + shutdownDelayMs >= ENDPOINT_REMOVAL_MS)) {
    violations.push(
      `preStop and SHUTDOWN_DELAY_MS do not wait until the pod has left its Service: ${ENDPOINT_REMOVAL_MS / 1_000} s`,
    );
  }
  if (!(shutdownDelayMs >= CONNECTION_CLOSE_MS)) {
    violations.push('SHUTDOWN_DELAY_MS leaves no time to send open connections away: requests on them would be cut');
  }
  if (requestTimeoutMs > DRAIN_LIMIT_MS)
    violations.push('a request may take longer than a pod that stops waits for it');
  const cpus = parseQuantity(api?.resources?.limits?.cpu ?? '');
  if (!Number.isInteger(cpus)) violations.push('the CPU limit is no whole number: a model process would share one');
  return violations.map((violation) => `${getName(deployment)}: ${violation}`);
}

function gatewayViolations(
  manifests: readonly Manifest[],
  requestTimeoutMs: number,
  classifyingPaths: readonly string[],
): string[] {
  const wantedMs = requestTimeoutMs + GATEWAY_MARGIN_MS;
  const rules = listRouteRules(manifests);
  const violations = classifyingPaths.flatMap((path) => {
    const taking = findTakingRules(rules, { method: 'POST', path });
    const timeouts = taking.flatMap((rule) => rule.timeouts.map((timeout) => ({ object: rule.object, timeout })));
    return timeouts
      .filter(({ timeout }) => parseDuration(timeout) !== wantedMs)
      .map(({ object, timeout = 'missing' }) => {
        return `${object}: the time-out of ${path} is ${timeout}, not REQUEST_TIMEOUT_MS and 2 s`;
      });
  });
  violations.push(...streamViolations(rules), ...refusedTimeoutViolations(rules));
  for (const rule of filterByKind<DestinationRule>(manifests, 'DestinationRule')) {
    const idle = rule.spec.trafficPolicy?.connectionPool?.http?.idleTimeout;
    if (!(parseDuration(idle) < KEEP_ALIVE_MS)) {
      violations.push(
        `${getName(rule)}: idleTimeout ${idle ?? 'is missing'}: the service may close a connection under a request`,
      );
    }
  }
  return violations;
}

/** A time-out would cut a stream at work. */
function streamViolations(rules: readonly RouteRule[]): string[] {
  return STREAM_PATHS.flatMap((path) => {
    return STREAM_MEDIA_TYPES.flatMap((contentType) => {
      return findTakingRules(rules, { method: 'POST', path, contentType })
        .filter(({ timeouts }) => timeouts.some((timeout) => timeout !== NO_TIMEOUT && parseDuration(timeout) !== 0))
        .map(({ object }) => `${object}: a time-out cuts streams to ${path} with the Content-Type ${contentType}`);
    });
  });
}

/** The API server refuses a time-out below 1 ms in a VirtualService. In an HTTPRoute `0s` means none. */
function refusedTimeoutViolations(rules: readonly RouteRule[]): string[] {
  return rules
    .filter(({ object, timeouts }) => {
      return object.startsWith('VirtualService/') && timeouts.some((timeout) => parseDuration(timeout) === 0);
    })
    .map(({ object }) => `${object}: the API server refuses a time-out of 0: a rule without \`timeout\` has none`);
}

/** @returns of each object the rule that takes an operation */
function findTakingRules(rules: readonly RouteRule[], operation: Operation): RouteRule[] {
  const carrying = rules.filter((rule) => rule.carries(operation));
  return carrying.filter(({ object }, index) => carrying.findIndex((other) => other.object === object) === index);
}

/** @returns milliseconds of a duration such as `12s` or `500ms`; NaN for an invalid duration */
export function parseDuration(text: string | undefined): number {
  const [, number = '', unit = ''] = /^(\d+)(ms|s|m|h)$/.exec(text ?? '') ?? [];
  const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
  return number === '' ? Number.NaN : Number(number) * (unitsMs[unit] ?? Number.NaN);
}
