import type { NamedColumn } from './csv-table.js';
import type { ReportOptions } from './report-options.js';

/** @returns the columns that a report needs beside those of `classify` */
export function listReportColumns({
  groupBy,
  dateColumn,
}: Pick<ReportOptions, 'groupBy' | 'dateColumn'>): NamedColumn[] {
  return [
    ...(groupBy === undefined ? [] : [{ name: groupBy, option: '--group-by' }]),
    ...(dateColumn === undefined ? [] : [{ name: dateColumn, option: '--date-column' }]),
  ];
}
