import { describe, expect, it } from 'vitest';
import { chooseMetricsFormat } from './metrics-format.js';

const PROMETHEUS_2 =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,' +
  'text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const PROMETHEUS_3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,' +
  'application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,' +
  'text/plain;version=0.0.4;q=0.3,*/*;q=0.2';

describe('Metrics format is the preferred one', () => {
  it.each<[string, string | undefined, 'prometheus' | 'openmetrics']>([
    ['of Prometheus 2', PROMETHEUS_2, 'openmetrics'],
    ['of Prometheus 3', PROMETHEUS_3, 'openmetrics'],
    ['of a reader without a header', undefined, 'prometheus'],
    ['of a reader with an empty header', '', 'prometheus'],
    ['of a reader of anything', '*/*', 'prometheus'],
    ['of a reader of any text', 'text/*', 'prometheus'],
    ['of a reader of any application type', 'application/*', 'openmetrics'],
    ['of a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'prometheus'],
    ['of a reader of OpenMetrics', 'application/openmetrics-text', 'openmetrics'],
    ['in other letters', 'Application/OpenMetrics-Text', 'openmetrics'],
    ['with its version', 'application/openmetrics-text;version=1.0.0', 'openmetrics'],
    ['with its version and character set', 'application/openmetrics-text; version=1.0.0; charset=utf-8', 'openmetrics'],
    ['but not of a version to come', 'application/openmetrics-text;version=2.0.0', 'prometheus'],
    ['but not one that is refused', 'application/openmetrics-text;q=0,text/plain', 'prometheus'],
    ['but not one that is refused beside anything', 'application/openmetrics-text;q=0,*/*', 'prometheus'],
    ['by its quality', 'application/openmetrics-text;q=0.4,text/plain;q=0.5', 'prometheus'],
    ['by its quality, the other way round', 'text/plain;q=0.4,application/openmetrics-text;q=0.5', 'openmetrics'],
    ['when the text is refused', 'text/plain;q=0,*/*', 'openmetrics'],
    ['or text, when neither is accepted', 'application/json', 'prometheus'],
    ['or text, when both are refused', 'application/openmetrics-text;q=0,text/plain;q=0', 'prometheus'],
    ['or text, when only a part of the name is asked for', 'application/openmetrics-text-2', 'prometheus'],
  ])('%s', (_, accept, format) => {
    expect(chooseMetricsFormat(accept)).toBe(format);
  });
});
