import { parseArgs } from 'node:util';

export interface MergeOptions {
  /** Paths and patterns of the outputs of the shards, in any order. */
  readonly inputs: readonly string[];
  readonly output: string;
  /** File that was classified, to compare with; undefined to compare nothing. */
  readonly source: string | undefined;
  /** Folder of the model that classified, to compare with; undefined to compare nothing. */
  readonly modelDir: string | undefined;
  readonly force: boolean;
  /** How long to wait for shards that are not complete, at most; 0 to fail at once. */
  readonly waitMinutes: number;
}

const MAX_WAIT_MINUTES = 100_000;

/**
 * Reads the arguments of `sentiment merge`.
 *
 * @returns undefined when they ask for help
 * @throws Error naming the argument that is not valid
 */
export function parseMergeOptions(args: string[]): MergeOptions | undefined {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      output: { type: 'string' },
      source: { type: 'string' },
      'model-dir': { type: 'string' },
      force: { type: 'boolean', default: false },
      'wait-minutes': { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  if (positionals.length === 0) throw new Error('name the outputs of the shards');
  if (values.output === undefined) throw new Error('name the file to write with --output');
  const waitMinutes = parseWaitMinutes(values['wait-minutes']);
  const { output, source, force } = values;
  return { inputs: positionals, output, source, modelDir: values['model-dir'], force, waitMinutes };
}

function parseWaitMinutes(text: string): number {
  const minutes = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(minutes <= MAX_WAIT_MINUTES)) {
    throw new Error(`--wait-minutes must be a whole number up to ${MAX_WAIT_MINUTES}`);
  }
  return minutes;
}
