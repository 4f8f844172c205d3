import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_MODEL_DIR } from '../served-model.js';
import { findCompression, removeCompressionSuffix } from './compression/compression.js';
import { QUOTINGS, type Quoting } from './csv-dialect.js';
import { ENCODINGS, type Encoding } from './encoding/encoding.js';
import { parseShard, type Shard } from './shard/shard.js';
import { parseServerOptions, type ServerOptions } from './server-options.js';

const FORMATS = ['csv', 'tsv', 'ndjson'] as const;
type Format = (typeof FORMATS)[number];

/** Formats by the suffix of the input, if it is not CSV. */
const SUFFIXES: Readonly<Record<string, Format>> = { '.tsv': 'tsv', '.ndjson': 'ndjson', '.jsonl': 'ndjson' };
const STANDARD_INPUT = '-';

export interface ClassifyOptions {
  /** Path of the input; undefined for the standard input. */
  readonly input: string | undefined;
  /** Path of the output; undefined for the standard output. */
  readonly output: string | undefined;
  readonly format: Format;
  readonly column: string;
  /** Undefined to detect it. */
  readonly delimiter: string | undefined;
  readonly quoting: Quoting;
  /** Whether each row begins with a cell that the header does not name. */
  readonly rowNames: boolean;
  /** A cell that says that there is no text; undefined for an empty one only. */
  readonly nullText: string | undefined;
  /** Undefined to detect it. */
  readonly encoding: Encoding | undefined;
  readonly prefix: string;
  /** Whether each sentence is classified on its own. */
  readonly sentences: boolean;
  /** Below it a row is uncertain, 0 to 1; 0 for none. */
  readonly minScore: number;
  readonly neutral: boolean;
  readonly modelDir: string;
  /** Undefined to classify in this process. */
  readonly server: ServerOptions | undefined;
  readonly maxErrors: number;
  /** The part of the input to classify; undefined for all of it. */
  readonly shard: Shard | undefined;
  readonly resume: boolean;
  readonly force: boolean;
}

/**
 * Reads the arguments of `sentiment classify`.
 *
 * @returns undefined when they ask for help
 * @throws Error naming the argument that is not valid
 */
export function parseClassifyOptions(args: string[]): ClassifyOptions | undefined {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      column: { type: 'string', default: 'text' },
      output: { type: 'string' },
      format: { type: 'string' },
      delimiter: { type: 'string' },
      quoting: { type: 'string', default: 'double' },
      'row-names': { type: 'boolean', default: false },
      null: { type: 'string' },
      encoding: { type: 'string' },
      prefix: { type: 'string', default: '' },
      sentences: { type: 'boolean', default: false },
      'min-score': { type: 'string', default: '0' },
      neutral: { type: 'boolean', default: false },
      'model-dir': { type: 'string' },
      url: { type: 'string' },
      'key-file': { type: 'string' },
      'max-errors': { type: 'string', default: 'any' },
      shard: { type: 'string' },
      resume: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const [input, ...more] = positionals;
  if (input === undefined || more.length > 0) throw new Error('name one file, or - for the standard input');
  const { output, column, prefix, neutral, resume, force } = values;
  const isStream = input === STANDARD_INPUT;
  if (resume && (isStream || output === undefined)) {
    throw new Error('--resume needs a file as input, and --output');
  }
  if (values.shard !== undefined && (isStream || output === undefined)) {
    throw new Error('--shard needs a file as input, and --output');
  }
  if (output !== undefined && findCompression(output) === 'zstd') {
    throw new Error('the output cannot be compressed by zstd: name it .gz, for gzip');
  }
  const format = parseChoice(
    'format',
    values.format ?? SUFFIXES[extname(removeCompressionSuffix(input))] ?? 'csv',
    FORMATS,
  );
  return {
    input: isStream ? undefined : input,
    output,
    format,
    column,
    delimiter: parseDelimiter(values.delimiter, format),
    quoting: parseChoice('quoting', values.quoting, QUOTINGS),
    rowNames: values['row-names'],
    nullText: values.null,
    encoding: values.encoding === undefined ? undefined : parseChoice('encoding', values.encoding, ENCODINGS),
    prefix,
    sentences: values.sentences,
    minScore: parseMinScore(values['min-score']),
    neutral,
    modelDir: values['model-dir'] ?? DEFAULT_MODEL_DIR,
    server: parseServerOptions({ url: values.url, keyFile: values['key-file'], modelDir: values['model-dir'] }),
    maxErrors: parseMaxErrors(values['max-errors']),
    shard: values.shard === undefined ? undefined : parseShard(values.shard),
    resume,
    force,
  };
}

function parseChoice<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((each) => each === text);
  if (choice === undefined) throw new Error(`--${name} must be one of ${choices.join(', ')}`);
  return choice;
}

function parseDelimiter(text: string | undefined, format: Format): string | undefined {
  if (text === undefined) return format === 'tsv' ? '\t' : undefined;
  const delimiter = text === '\\t' ? '\t' : text;
  if (!/^[^"\r\n]$/u.test(delimiter)) throw new Error('--delimiter must be one character');
  return delimiter;
}

function parseMaxErrors(text: string): number {
  if (text === 'any') return Number.POSITIVE_INFINITY;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0) throw new Error('--max-errors must be a whole number');
  return count;
}

function parseMinScore(text: string): number {
  const score = Number(text);
  if (text.trim() === '' || !(score >= 0 && score <= 1)) throw new Error('--min-score must be a number from 0 to 1');
  return score;
}
