import type { ClassifyOptions } from './classify-options.js';
import { CsvTable } from './csv-table.js';
import { listReportColumns } from './list-report-columns.js';
import { NdjsonTable } from './ndjson-table.js';
import type { Table, TableStart } from './table.js';

/** @param start of the run that is resumed; undefined at the start of the input */
export function createTable(options: ClassifyOptions, start: TableStart | undefined): Table {
  const { format, column, sentences, report } = options;
  if (format === 'ndjson') return new NdjsonTable({ field: column, sentences });
  return new CsvTable({ ...options, otherColumns: report ? listReportColumns(report) : [], start });
}
