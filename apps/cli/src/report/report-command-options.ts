import { parseArgs } from 'node:util';
import { parseReportOptions, REPORT_ARGUMENTS, type ReportOptions } from '../classify/report-options.js';
import { parseTableOptions, TABLE_ARGUMENTS, type TableOptions } from '../classify/table-options.js';

export interface ReportCommandOptions extends TableOptions, ReportOptions {
  /** Path of an output of `classify`. */
  readonly input: string;
  /** Path of the report. */
  readonly output: string;
  /** Whether each row of the output is a sentence. */
  readonly sentences: boolean;
  /** Name and version of the model, as the report shows them; undefined to show none. */
  readonly model: string | undefined;
  readonly force: boolean;
}

/**
 * Reads the arguments of `sentiment report`.
 *
 * @returns undefined when they ask for help
 * @throws Error naming the argument that is not valid
 */
export function parseReportCommandOptions(args: string[]): ReportCommandOptions | undefined {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...TABLE_ARGUMENTS,
      ...REPORT_ARGUMENTS,
      output: { type: 'string' },
      model: { type: 'string' },
      sentences: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const [input, ...more] = positionals;
  if (input === undefined || more.length > 0) throw new Error('name one output of "sentiment classify"');
  if (values.output === undefined) throw new Error('name the report to write with --output');
  return {
    ...parseTableOptions(values, input),
    ...parseReportOptions(values),
    input,
    output: values.output,
    sentences: values.sentences,
    model: values.model,
    force: values.force,
  };
}
