import { extname } from 'node:path';
import { removeCompressionSuffix } from './compression/compression.js';
import { QUOTINGS, type Quoting } from './csv-dialect.js';
import { ENCODINGS, type Encoding } from './encoding/encoding.js';
import { parseChoice } from './parse-choice.js';

const FORMATS = ['csv', 'tsv', 'ndjson'] as const;
type Format = (typeof FORMATS)[number];

/** Formats by the suffix of the input, if it is not CSV. */
const SUFFIXES: Readonly<Record<string, Format>> = { '.tsv': 'tsv', '.ndjson': 'ndjson', '.jsonl': 'ndjson' };

/** How a table is read, and how its new columns are called. */
export interface TableOptions {
  readonly format: Format;
  /** Name of the column or, for NDJSON, of the field of the texts. */
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
}

/** The arguments of `TableOptions`, for `parseArgs` of Node. */
export const TABLE_ARGUMENTS = {
  column: { type: 'string', default: 'text' },
  format: { type: 'string' },
  delimiter: { type: 'string' },
  quoting: { type: 'string', default: 'double' },
  'row-names': { type: 'boolean', default: false },
  null: { type: 'string' },
  encoding: { type: 'string' },
  prefix: { type: 'string', default: '' },
} as const;

interface TableValues {
  readonly column: string;
  readonly format?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly quoting: string;
  readonly 'row-names': boolean;
  readonly null?: string | undefined;
  readonly encoding?: string | undefined;
  readonly prefix: string;
}

/**
 * @param values of the arguments
 * @param path of the table: its suffix tells the format if no argument does
 * @throws Error naming the argument that is not valid
 */
export function parseTableOptions(values: TableValues, path: string): TableOptions {
  const suffix = extname(removeCompressionSuffix(path)).toLowerCase();
  const format = parseChoice('format', values.format ?? SUFFIXES[suffix] ?? 'csv', FORMATS);
  return {
    format,
    column: values.column,
    delimiter: parseDelimiter(values.delimiter, format),
    quoting: parseChoice('quoting', values.quoting, QUOTINGS),
    rowNames: values['row-names'],
    nullText: values.null,
    encoding: values.encoding === undefined ? undefined : parseChoice('encoding', values.encoding, ENCODINGS),
    prefix: values.prefix,
  };
}

function parseDelimiter(text: string | undefined, format: Format): string | undefined {
  if (text === undefined) return format === 'tsv' ? '\t' : undefined;
  const delimiter = text === '\\t' ? '\t' : text;
  if (!/^[^"\r\n]$/u.test(delimiter)) throw new Error('--delimiter must be one character');
  return delimiter;
}
