import type { TextUnit } from '../../document-route/text-offsets.js';
import { getProperty } from '../../prediction-route/read-property.js';
import { AzureError } from './azure-error.js';

/** What a request asks for besides the sentiment of its documents. */
export interface RequestOptions {
  readonly hasStatistics: boolean;
  /** The unit of the offsets of sentences. */
  readonly unit: TextUnit;
}

/** Names in lower case. Clients pass on what their user writes, and both spellings of the first one are in use. */
const UNITS: ReadonlyMap<string, TextUnit> = new Map([
  ['textelements_v8', 'graphemes'],
  ['textelement_v8', 'graphemes'],
  ['unicodecodepoint', 'code-points'],
  ['utf16codeunit', 'utf16-units'],
]);
/** In any letter case. */
const SWITCH = /^(true|false|)$/i;
/** The default of Azure. */
const DEFAULT_UNIT: TextUnit = 'graphemes';

/**
 * @param query of the URL: Text Analytics has every option there
 * @param parameters of the body: Azure AI Language has all but one there
 * @throws AzureError
 */
export function readOptions(query: unknown, parameters?: unknown): RequestOptions {
  if (isSet(query, parameters, 'opinionMining')) {
    throw new AzureError('InvalidParameterValue', 'The service does not mine opinions: opinionMining must be false.');
  }
  return { hasStatistics: isSet(query, parameters, 'showStats'), unit: readUnit(query, parameters) };
}

/** @throws AzureError */
function isSet(query: unknown, parameters: unknown, name: string): boolean {
  const inBody = getProperty(parameters, name) ?? false;
  const inQuery = getProperty(query, name) ?? '';
  if (typeof inBody !== 'boolean' || typeof inQuery !== 'string' || !SWITCH.test(inQuery)) {
    throw new AzureError('InvalidParameterValue', `${name} must be true or false.`);
  }
  return inBody || inQuery.toLowerCase() === 'true';
}

/** @throws AzureError */
function readUnit(query: unknown, parameters: unknown): TextUnit {
  const value = getProperty(parameters, 'stringIndexType') ?? getProperty(query, 'stringIndexType') ?? '';
  if (value === '') return DEFAULT_UNIT;
  const unit = typeof value === 'string' ? UNITS.get(value.toLowerCase()) : undefined;
  if (unit) return unit;
  throw new AzureError(
    'InvalidParameterValue',
    'stringIndexType must be TextElements_v8, UnicodeCodePoint or Utf16CodeUnit.',
  );
}
