import { parseArgs } from 'node:util';

export interface MergeOptions {
  /** Paths of the outputs of the shards, in any order. */
  readonly inputs: readonly string[];
  readonly output: string;
  readonly force: boolean;
}

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
      force: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  if (positionals.length === 0) throw new Error('name the outputs of the shards');
  if (values.output === undefined) throw new Error('name the file to write with --output');
  return { inputs: positionals, output: values.output, force: values.force };
}
