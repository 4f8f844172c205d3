import type { ClassifyOptions } from './classify-options.js';
import { CsvTable } from './csv-table.js';
import { listReportColumns } from './list-report-columns.js';
import { NdjsonTable } from './ndjson-table.js';
import type { Table, TableStart } from './table.js';

/** @param start of the run that is resumed; undefined at the start of the input */
export function createTable(options: ClassifyOptions, start: TableStart | undefined): Table {
  const { format, column, report } = options;
  const others = report ? listReportColumns(report) : [];
  if (format === 'ndjson') return new NdjsonTable({ ...options, field: column, otherFields: others });
  return new CsvTable({ ...options, otherColumns: others, start });
}
