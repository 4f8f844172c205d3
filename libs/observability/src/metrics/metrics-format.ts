import Negotiator from 'negotiator';

/** The text formats of a metrics page. */
export type MetricsFormat = 'prometheus' | 'openmetrics';

/** Prometheus 3 asks for one. Every name here is legal without escaping, so a page is the same under each. */
const ESCAPING_SCHEMES = ['allow-utf-8', 'underscores', 'dots', 'values'];

const OPEN_METRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
/** The default stands first: it answers a header that prefers neither. */
const OFFERED: ReadonlyMap<string, MetricsFormat> = new Map([
  ['text/plain; version=0.0.4; charset=utf-8', 'prometheus'],
  [OPEN_METRICS_TYPE, 'openmetrics'],
  ...ESCAPING_SCHEMES.map((scheme) => [`${OPEN_METRICS_TYPE}; escaping=${scheme}`, 'openmetrics'] as const),
]);

/**
 * Chooses the format of a page by the reader's preferences (RFC 9110, section 12.5.1).
 *
 * @param accept the `Accept` header
 * @returns the text format also for a reader that accepts neither: Prometheus' own libraries answer so, and a scraper that
 * got 406 would lose its metrics
 */
export function chooseMetricsFormat(accept: string | undefined): MetricsFormat {
  const type = new Negotiator({ headers: { accept } }).mediaType([...OFFERED.keys()]) ?? '';
  return OFFERED.get(type) ?? 'prometheus';
}
