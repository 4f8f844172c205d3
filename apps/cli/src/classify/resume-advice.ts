import type { ClassifyOptions } from './classify-options.js';
import type { Position } from './classify-table.js';
import { TableError } from './table.js';

const RESUME_ADVICE = '; the same command with --resume continues';

/**
 * A table that is not valid stays so: only other errors can go away.
 *
 * @returns the error, with the advice to resume the run if that is possible
 */
export function adviseResume(error: unknown, options: ClassifyOptions): unknown {
  if (!canResume(options) || error instanceof TableError || !(error instanceof Error)) return error;
  return new Error(`${error.message}${RESUME_ADVICE}`, { cause: error });
}

/** Says how far a run came before a signal. @returns the exit code for the signal */
export function reportStop({ rows }: Position, code: number, options: ClassifyOptions): number {
  process.stderr.write(`stopped after ${rows} rows${canResume(options) ? RESUME_ADVICE : ''}\n`);
  return code;
}

function canResume({ input, output }: ClassifyOptions): boolean {
  return input !== undefined && output !== undefined;
}
