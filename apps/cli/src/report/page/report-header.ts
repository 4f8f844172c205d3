/** What stands at the top of a report. */
export interface ReportHeader {
  /** Name of the file that the report is about. */
  readonly fileName: string;
  /** When the report was made. */
  readonly createdAt: Date;
  /** Names and values of what else readers should know: the model, and options that matter. */
  readonly facts: readonly (readonly [string, string])[];
}
