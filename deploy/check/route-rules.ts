import { filterByKind, getName, type Manifest } from './manifest.js';
import type { Operation } from './service-operations.js';

const JSON_MEDIA_TYPE = 'application/json';
const CONTENT_TYPE = 'content-type';
const IGNORE_CASE = '(?i)';

/** The time-out of a rule of a VirtualService that names none. */
export const NO_TIMEOUT = 'none';

/** A text in a rule of Istio. A regular expression has to match the whole text. */
interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

interface VirtualService {
  readonly spec: {
    readonly http?: readonly {
      readonly match?: readonly {
        readonly uri?: StringMatch;
        readonly method?: StringMatch;
        readonly headers?: Readonly<Record<string, StringMatch>>;
      }[];
      readonly timeout?: string;
    }[];
  };
}

interface PathMatch {
  readonly type?: string;
  readonly value?: string;
}

interface HeaderMatch {
  readonly name: string;
  readonly type?: string;
  readonly value: string;
}

interface HttpRouteMatch {
  readonly path?: PathMatch;
  readonly method?: string;
  readonly headers?: readonly HeaderMatch[];
}

interface HttpRoute {
  readonly spec: {
    readonly rules?: readonly {
      readonly matches?: readonly HttpRouteMatch[];
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

/** A rule of a gateway, with its time-outs; undefined for a missing one of an HTTPRoute. */
export interface RouteRule extends Rule {
  readonly timeouts: readonly (string | undefined)[];
}

/**
 * @returns the rules of every VirtualService, and a rule for each match of every HTTPRoute; of those of one object that carry a request,
 *   the first one takes it
 */
export function listRouteRules(manifests: readonly Manifest[]): RouteRule[] {
  const virtualServices = filterByKind<VirtualService>(manifests, 'VirtualService').flatMap((manifest) => {
    return (manifest.spec.http ?? []).map(({ match = [{}], timeout }): RouteRule => {
      const carries = ({ method, path, contentType = JSON_MEDIA_TYPE }: Operation) => {
        return match.some(({ uri, method: wanted, headers = {} }) => {
          const matchesHeaders = matchesText(headers[CONTENT_TYPE], contentType);
          return matchesText(uri, path) && matchesText(wanted, method) && matchesHeaders;
        });
      };
      return { object: getName(manifest), timeouts: [timeout ?? NO_TIMEOUT], carries };
    });
  });
  const httpRoutes = filterByKind<HttpRoute>(manifests, 'HTTPRoute').flatMap((manifest) => {
    // A rule without a backend redirects.
    const rules = (manifest.spec.rules ?? []).filter(({ backendRefs = [] }) => backendRefs.length > 0);
    const matches = rules.flatMap(({ matches: own = [{}], timeouts }) => own.map((match) => ({ match, timeouts })));
    const sorted = matches.toSorted((one, other) => comparePrecedence(one.match, other.match));
    return sorted.map(({ match, timeouts }): RouteRule => {
      const carries = ({ method, path, contentType = JSON_MEDIA_TYPE }: Operation) => {
        const matchesHeaders = (match.headers ?? []).every((header) => matchesHeader(header, contentType));
        return matchesPath(match.path, path) && (match.method ?? method) === method && matchesHeaders;
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

/** The Gateway API takes an exact path first, then the longest path, then a match with a method, then the one with most headers. */
function comparePrecedence(one: HttpRouteMatch, other: HttpRouteMatch): number {
  const rank = ({ path: { type = 'PathPrefix', value = '/' } = {}, method, headers = [] }: HttpRouteMatch) => {
    return [Number(type === 'Exact'), value.length, Number(method !== undefined), headers.length];
  };
  const others = rank(other);
  return (
    rank(one)
      .map((value, index) => (others[index] ?? 0) - value)
      .find((difference) => difference !== 0) ?? 0
  );
}

function matchesHeader({ name, type = 'Exact', value }: HeaderMatch, contentType: string): boolean {
  if (name.toLowerCase() !== CONTENT_TYPE) return false;
  return matchesText(type === 'Exact' ? { exact: value } : { regex: value }, contentType);
}

/** A missing match matches every text. */
function matchesText({ exact, prefix, regex }: StringMatch = {}, text: string): boolean {
  if (exact !== undefined) return text === exact;
  if (prefix !== undefined) return text.startsWith(prefix);
  return regex === undefined || toRegExp(regex).test(text);
}

/** Gateways know RE2, where a flag stands in front, and an expression has to match the whole text. */
function toRegExp(expression: string): RegExp {
  const ignoresCase = expression.startsWith(IGNORE_CASE);
  return new RegExp(`^(?:${ignoresCase ? expression.slice(IGNORE_CASE.length) : expression})$`, ignoresCase ? 'i' : '');
}

/** A prefix of the Gateway API ends at a slash: `/docs` matches `/docs` and `/docs/x`, not `/docsx`. */
function matchesPath({ type = 'PathPrefix', value = '/' }: PathMatch = {}, path: string): boolean {
  if (type === 'Exact') return path === value;
  if (type === 'RegularExpression') return toRegExp(value).test(path);
  return `${path}/`.startsWith(value.endsWith('/') ? value : `${value}/`);
}

/** @returns whether a list includes a text. A missing list includes every one. A `*` at the start or the end of a value is any text. */
export function includesMatch(values: readonly string[] | undefined, text: string): boolean {
  if (!values) return true;
  return values.some((value) => {
    if (value.endsWith('*')) return text.startsWith(value.slice(0, -1));
    return value.startsWith('*') ? text.endsWith(value.slice(1)) : text === value;
  });
}
