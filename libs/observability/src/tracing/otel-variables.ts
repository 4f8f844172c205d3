import { accessSync, constants } from 'node:fs';

/** Whether a value can be used. Gets no empty value: OpenTelemetry treats one as unset. */
type Check = (value: string) => boolean;

const acceptOne =
  (...choices: readonly string[]): Check =>
  (value) =>
    choices.includes(value);
const acceptList =
  (...choices: readonly string[]): Check =>
  (value) =>
    toList(value).every((item) => choices.includes(item));
const acceptInteger =
  (minimum: number): Check =>
  (value) =>
    Number.isInteger(Number(value)) && Number(value) >= minimum;

/** @param value items with commas */
export function toList(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function isRatio(value: string): boolean {
  return Number(value) >= 0 && Number(value) <= 1;
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function isReadableFile(value: string): boolean {
  try {
    accessSync(value, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** `name=value` with commas, percent-encoded. */
function isPairs(value: string): boolean {
  return toList(value).every((pair) => /^[^=]+=[^=]*$/.test(pair) && isPercentEncoded(pair));
}

function isHeaders(value: string): boolean {
  return toList(value).every((pair) => /^[^=]+=.+$/.test(pair) && isPercentEncoded(pair));
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Variables that say what becomes of the spans. Another value has no substitute, and ends the start. */
export const REQUIRED_VALUES: ReadonlyMap<string, readonly [Check, string]> = new Map([
  ['OTEL_TRACES_EXPORTER', [acceptList('otlp', 'none'), 'must be otlp or none']],
  ...['OTEL_EXPORTER_OTLP', 'OTEL_EXPORTER_OTLP_TRACES'].flatMap((prefix): [string, [Check, string]][] => [
    [`${prefix}_PROTOCOL`, [acceptOne('http/protobuf', 'http/json'), 'must be http/protobuf or http/json']],
    [`${prefix}_ENDPOINT`, [isHttpUrl, 'must be a URL that begins with http:// or https://']],
    [`${prefix}_CERTIFICATE`, [isReadableFile, 'must be a file that can be read']],
    [`${prefix}_CLIENT_KEY`, [isReadableFile, 'must be a file that can be read']],
    [`${prefix}_CLIENT_CERTIFICATE`, [isReadableFile, 'must be a file that can be read']],
  ]),
]);

/** Variables whose other values OpenTelemetry's specification wants ignored, with a warning. */
export const VALUES_WITH_DEFAULT: ReadonlyMap<string, Check> = new Map([
  ['OTEL_SDK_DISABLED', (value) => /^(true|false)$/i.test(value.trim())],
  [
    'OTEL_TRACES_SAMPLER',
    acceptOne(
      ...['always_on', 'always_off', 'traceidratio'],
      ...['parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'],
    ),
  ],
  ['OTEL_TRACES_SAMPLER_ARG', isRatio],
  ['OTEL_PROPAGATORS', acceptList('tracecontext', 'baggage', 'none')],
  ['OTEL_RESOURCE_ATTRIBUTES', isPairs],
  ['OTEL_BSP_SCHEDULE_DELAY', acceptInteger(0)],
  ['OTEL_BSP_EXPORT_TIMEOUT', acceptInteger(1)],
  ['OTEL_BSP_MAX_QUEUE_SIZE', acceptInteger(1)],
  ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', acceptInteger(1)],
  ['OTEL_ATTRIBUTE_COUNT_LIMIT', acceptInteger(0)],
  ['OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', acceptInteger(0)],
  ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', acceptInteger(0)],
  ['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', acceptInteger(0)],
  ...['OTEL_EXPORTER_OTLP', 'OTEL_EXPORTER_OTLP_TRACES'].flatMap((prefix): [string, Check][] => [
    [`${prefix}_TIMEOUT`, acceptInteger(1)],
    [`${prefix}_COMPRESSION`, acceptOne('gzip', 'none')],
    [`${prefix}_HEADERS`, isHeaders],
  ]),
]);
