import { filterByKind, getName, type Manifest } from './manifest.js';
import type { Operation } from './service-operations.js';

/** A text in a rule of Istio. A regular expression has to match the whole text. */
interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

interface VirtualService {
  readonly spec: {
    readonly http?: readonly {
      readonly match?: readonly { readonly uri?: StringMatch; readonly method?: StringMatch }[];
      readonly timeout?: string;
    }[];
  };
}

interface PathMatch {
  readonly type?: string;
  readonly value?: string;
}

interface HttpRoute {
  readonly spec: {
    readonly rules?: readonly {
      readonly matches?: readonly { readonly path?: PathMatch; readonly method?: string }[];
      readonly backendRefs?: readonly object[];
      readonly timeouts?: { readonly request?: string; readonly backendRequest?: string };
    }[];
  };
}

interface AuthorizationPolicy {
  readonly spec: {
    readonly action?: string;
    readonly rules?: readonly {
      readonly to?: readonly {
        readonly operation: {
          readonly methods?: readonly string[];
          readonly paths?: readonly string[];
          readonly ports?: readonly string[];
        };
      }[];
    }[];
  };
}

/** A rule that lets requests through. */
export interface Rule {
  /** `Kind/name` of its object. */
  readonly object: string;
  carries(operation: Operation): boolean;
}

/** A rule of a gateway, with its time-outs; undefined for a missing one. */
export interface RouteRule extends Rule {
  readonly timeouts: readonly (string | undefined)[];
}

/** @returns the rules of every VirtualService and HTTPRoute */
export function listRouteRules(manifests: readonly Manifest[]): RouteRule[] {
  const virtualServices = filterByKind<VirtualService>(manifests, 'VirtualService').flatMap((manifest) => {
    return (manifest.spec.http ?? []).map(({ match = [{}], timeout }): RouteRule => {
      const carries = ({ method, path }: Operation) => {
        return match.some((each) => matchesText(each.uri, path) && matchesText(each.method, method));
      };
      return { object: getName(manifest), timeouts: [timeout], carries };
    });
  });
  const httpRoutes = filterByKind<HttpRoute>(manifests, 'HTTPRoute').flatMap((manifest) => {
    // A rule without a backend redirects.
    const rules = (manifest.spec.rules ?? []).filter(({ backendRefs = [] }) => backendRefs.length > 0);
    return rules.map(({ matches = [{}], timeouts }): RouteRule => {
      const carries = ({ method, path }: Operation) => {
        return matches.some((each) => matchesPath(each.path, path) && (each.method ?? method) === method);
      };
      return { object: getName(manifest), timeouts: [timeouts?.request, timeouts?.backendRequest], carries };
    });
  });
  return [...virtualServices, ...httpRoutes];
}

/** @returns what every AuthorizationPolicy allows on a port */
export function listAuthorizationRules(manifests: readonly Manifest[], port: string): Rule[] {
  return filterByKind<AuthorizationPolicy>(manifests, 'AuthorizationPolicy')
    .filter(({ spec }) => (spec.action ?? 'ALLOW') === 'ALLOW')
    .flatMap((manifest) => {
      return (manifest.spec.rules ?? []).flatMap(({ to = [{ operation: {} }] }) => {
        return to.map(({ operation: { methods, paths, ports } }): Rule => {
          const carries = ({ method, path }: Operation) => {
            return includesMatch(ports, port) && includesMatch(methods, method) && includesMatch(paths, path);
          };
          return { object: getName(manifest), carries };
        });
      });
    });
}

/** A missing match matches every text. */
function matchesText({ exact, prefix, regex }: StringMatch = {}, text: string): boolean {
  if (exact !== undefined) return text === exact;
  if (prefix !== undefined) return text.startsWith(prefix);
  return regex === undefined || new RegExp(`^(?:${regex})$`).test(text);
}

/** A prefix of the Gateway API ends at a slash: `/docs` matches `/docs` and `/docs/x`, not `/docsx`. */
function matchesPath({ type = 'PathPrefix', value = '/' }: PathMatch = {}, path: string): boolean {
  if (type === 'Exact') return path === value;
  if (type === 'RegularExpression') return new RegExp(`^(?:${value})$`).test(path);
  return `${path}/`.startsWith(value.endsWith('/') ? value : `${value}/`);
}

/** A missing list includes every text. A `*` at the start or the end of a value stands for any text. */
function includesMatch(values: readonly string[] | undefined, text: string): boolean {
  if (!values) return true;
  return values.some((value) => {
    if (value.endsWith('*')) return text.startsWith(value.slice(0, -1));
    return value.startsWith('*') ? text.endsWith(value.slice(1)) : text === value;
  });
}
