import type { ReportOptions } from '../../classify/report-options.js';
import type { TableOptions } from '../../classify/table-options.js';

/** How an output of `classify` is read. */
export interface ScoredTableOptions extends TableOptions, Pick<ReportOptions, 'groupBy' | 'dateColumn'> {
  /** Path of the output. */
  readonly input: string;
  /** Whether each row is a sentence: what `--sentences` of `classify` wrote. */
  readonly sentences: boolean;
}
