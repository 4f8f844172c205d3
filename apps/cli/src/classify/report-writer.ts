import type { ReportOptions } from './report-options.js';
import type { TableOptions } from './table-options.js';

/** A report to write about an output of `classify`. */
export interface ReportRequest extends TableOptions, ReportOptions {
  /** Path of the output that the report is about. */
  readonly input: string;
  /** Whether each row of the output is a sentence. */
  readonly sentences: boolean;
  /** Path of the report. */
  readonly path: string;
  /** What the report calls the file. */
  readonly fileName: string;
  /** Names and values of what else readers should know: the model, and options that matter. */
  readonly facts: readonly (readonly [string, string])[];
}

/** Writes reports. */
export interface ReportWriter {
  /**
   * Finds before a long run what would keep a report from being written.
   *
   * @param replaces whether a report that exists may be replaced
   * @param others files that the report must not replace
   * @throws Error when there is a report and `replaces` is false, when the path is one of the others or of a
   *   file that stands beside one, when it is no file, or when its folder cannot be written
   */
  check(path: string, replaces: boolean, others: readonly string[]): Promise<void>;
  /**
   * Reads the whole output, and puts the report in the place of a former one.
   *
   * @param isStopped whether the run is to end; then nothing is written
   * @throws TableError when the file is no output of `classify`
   */
  write(request: ReportRequest, isStopped: () => boolean): Promise<void>;
}
