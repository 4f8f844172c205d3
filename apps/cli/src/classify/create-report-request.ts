import { basename } from 'node:path';
import type { ClassifyOptions } from './classify-options.js';
import type { ReportRequest } from './report-writer.js';
import type { RowClassifier } from './row-classifier.js';
import type { TableInput } from './table-input.js';
import type { Table } from './table.js';

/** @returns the report about the whole output, which is read as it was written; undefined for none */
export function createReportRequest(
  options: ClassifyOptions,
  { model }: RowClassifier,
  { start }: Table,
  { encoding }: TableInput,
): ReportRequest | undefined {
  const { report, output, input, minScore, sentences, column } = options;
  if (!report || output === undefined) return undefined;
  return {
    ...options,
    ...report,
    input: output,
    delimiter: start.delimiter === '' ? undefined : start.delimiter,
    encoding: encoding.encoding,
    fileName: input === undefined ? 'standard input' : basename(input),
    facts: [
      ['Model', `${model.name} ${model.version}`],
      ['Texts', sentences ? `${column}, by sentence` : column],
      ...(minScore > 0 ? [['Minimum score', String(minScore)] as const] : []),
      ['Output', basename(output)],
    ],
  };
}
