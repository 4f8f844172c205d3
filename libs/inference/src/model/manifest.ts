import type { WindowPolicy } from '#libs/prediction';
import { JsonFields } from './json-fields.js';

export const MANIFEST_FILE = 'manifest.json';
export const MODEL_FILE = 'model.onnx';
export const TOKENIZER_FILE = 'tokenizer.json';
export const CONFIG_FILE = 'config.json';
export const GOLDEN_FILE = 'golden.json';

/** Files that decide what the model answers; the model's digest is taken over them. */
export const ANSWERING_FILES = [CONFIG_FILE, MODEL_FILE, TOKENIZER_FILE] as const;
/** Past these a score says nothing any more: all alike, or all 0 and 1. */
const LOWEST_TEMPERATURE = 0.01;
const HIGHEST_TEMPERATURE = 100;
/** A window has at least one token of the text between two special ones. */
const LEAST_WINDOW_TOKENS = 3;
const REQUIRED_FILES = [...ANSWERING_FILES, GOLDEN_FILE];

export interface ManifestFile {
  readonly name: string;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What a model folder says of itself in `manifest.json`. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly precision: string;
  readonly labels: readonly string[];
  /** One of exactly three labels; null when the manifest declares none. */
  readonly neutralLabel: string | null;
  readonly maxTokens: number;
  /** How a text past `maxTokens` is read, but for the number of windows; null when the manifest does not say. */
  readonly windows: Omit<WindowPolicy, 'maxWindows'> | null;
  /** Whether a text's answer is the same whatever it is batched with; if not, texts run one by one. */
  readonly batchInvariant: boolean;
  /**
   * Whether the tokens of a text are the tokens of its words, for words of ASCII characters but `<`, `&` and `@`, with blanks
   * between them; false when the manifest does not say.
   */
  readonly contextFreeWords: boolean;
  /** What logits are divided by before they become scores; 1 when the manifest does not say. */
  readonly temperature: number;
  /** Takes the place of `temperature` when all three labels are scored; null when the manifest does not say. */
  readonly threeClassTemperature: number | null;
  /** ISO 639-1 codes of the languages that the model reads; empty when the manifest does not say. */
  readonly languages: readonly string[];
  /** Null when it was not measured. */
  readonly accuracy: number | null;
  readonly files: readonly ManifestFile[];
}

/** @throws ModelFolderError naming the file and the field */
export function parseManifest(json: string): Manifest {
  const fields = JsonFields.parse(MANIFEST_FILE, json);
  const files = fields.object('files');
  for (const name of REQUIRED_FILES) if (!files.names().includes(name)) files.refuse(name, 'listed');
  checkAbstainTable(fields);
  checkEarlyExit(fields);
  return {
    name: headerSafe(fields, 'name'),
    version: headerSafe(fields, 'version'),
    precision: fields.string('precision'),
    labels: fields.strings('labels'),
    neutralLabel: readNeutralLabel(fields),
    maxTokens: fields.integer('maxTokens', 2, 1_000_000),
    windows: readWindows(fields),
    batchInvariant: fields.boolean('batchInvariant'),
    contextFreeWords: fields.has('contextFreeWords') && fields.boolean('contextFreeWords'),
    temperature: readTemperature(fields, 'temperature') ?? 1,
    threeClassTemperature: readTemperature(fields, 'threeClassTemperature'),
    languages: fields.has('languages') ? fields.strings('languages') : [],
    accuracy: fields.has('accuracy') ? fields.object('accuracy').number('value', 0, 1) : null,
    files: files.names().map((name) => {
      const file = files.object(name);
      return { name, sha256: file.string('sha256').toLowerCase(), bytes: file.integer('bytes', 0, 2 ** 40) };
    }),
  };
}

function readWindows(fields: JsonFields): Manifest['windows'] {
  if (!fields.has('windows')) return null;
  const maxTokens = fields.integer('maxTokens', 2, 1_000_000);
  const windows = fields.object('windows');
  const tokens = windows.integer('tokens', LEAST_WINDOW_TOKENS, maxTokens);
  return {
    tokens,
    overlapTokens: windows.integer('overlapTokens', 0, tokens - LEAST_WINDOW_TOKENS),
    temperature: readTemperature(windows, 'temperature') ?? 1,
  };
}

function readNeutralLabel(fields: JsonFields): string | null {
  if (!fields.has('neutralLabel')) return null;
  const labels = fields.strings('labels');
  const neutralLabel = fields.string('neutralLabel');
  if (!labels.includes(neutralLabel)) fields.refuse('neutralLabel', 'one of "labels"');
  if (labels.length !== 3) fields.refuse('labels', 'three labels, because "neutralLabel" is there');
  return neutralLabel;
}

function readTemperature(fields: JsonFields, name: string): number | null {
  return fields.has(name) ? fields.number(name, LOWEST_TEMPERATURE, HIGHEST_TEMPERATURE) : null;
}

/** The abstain table is data for readers of the manifest; the service makes no use of it. */
function checkAbstainTable(fields: JsonFields): void {
  if (!fields.has('abstain')) return;
  for (const row of fields.objects('abstain')) {
    for (const share of ['threshold', 'precision', 'coverage']) row.number(share, 0, 1);
  }
}

/** Data for readers of the manifest: the model file decides for itself which texts leave early. */
function checkEarlyExit(fields: JsonFields): void {
  if (!fields.has('earlyExit')) return;
  const earlyExit = fields.object('earlyExit');
  earlyExit.integer('afterLayer', 1, 1_000);
  for (const probability of ['polarity', 'neutral']) earlyExit.number(probability, 0, 1);
}

function headerSafe(fields: JsonFields, name: string): string {
  const value = fields.string(name);
  return /^[\w.-]{1,64}$/.test(value) ? value : fields.refuse(name, '1 to 64 letters, digits, ".", "_" or "-"');
}
