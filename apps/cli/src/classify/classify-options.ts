import { parseArgs } from 'node:util';
import { DEFAULT_MODEL_DIR } from '../served-model.js';
import { findCompression } from './compression/compression.js';
import { parseReportOptions, REPORT_ARGUMENTS, type ReportOptions } from './report-options.js';
import { parseShard, type Shard } from './shard/shard.js';
import { parseServerOptions, type ServerOptions } from './server-options.js';
import { parseTableOptions, TABLE_ARGUMENTS, type TableOptions } from './table-options.js';

const STANDARD_INPUT = '-';

export interface ClassifyOptions extends TableOptions {
  /** Path of the input; undefined for the standard input. */
  readonly input: string | undefined;
  /** Path of the output; undefined for the standard output. */
  readonly output: string | undefined;
  /** Whether each sentence is classified on its own. */
  readonly sentences: boolean;
  /** Below it a row is uncertain, 0 to 1; 0 for none. */
  readonly minScore: number;
  readonly neutral: boolean;
  readonly modelDir: string;
  /** Undefined to classify in this process. */
  readonly server: ServerOptions | undefined;
  readonly maxErrors: number;
  /** Undefined for no report. */
  readonly report: (ReportOptions & { readonly path: string }) | undefined;
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
      ...TABLE_ARGUMENTS,
      output: { type: 'string' },
      ...REPORT_ARGUMENTS,
      report: { type: 'string' },
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
  const { output, report, neutral, resume, force } = values;
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
  if (report === undefined) refuseReportOptions(values);
  else if (output === undefined || values.shard !== undefined) {
    throw new Error('--report needs --output, and no --shard: for merged shards use "sentiment report"');
  }
  return {
    ...parseTableOptions(values, input),
    input: isStream ? undefined : input,
    output,
    report: report === undefined ? undefined : { ...parseReportOptions(values), path: report },
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

/** @throws Error when an option of the report is given without a report */
function refuseReportOptions(values: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(REPORT_ARGUMENTS).find((name) => values[name] !== undefined);
  if (given !== undefined) throw new Error(`--${given} needs --report`);
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
