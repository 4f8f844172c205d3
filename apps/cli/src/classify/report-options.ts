import { parseChoice } from './parse-choice.js';

/** Whether the year of a date stands first, or which of day and month stands before the other one and the year. */
export const DATE_ORDERS = ['ymd', 'dmy', 'mdy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** What a report shows beside the sentiments. */
export interface ReportOptions {
  /** Name of the column or field by which rows are grouped; undefined for no groups. */
  readonly groupBy: string | undefined;
  /** Name of the column or field of dates; undefined for no course of time. */
  readonly dateColumn: string | undefined;
  readonly dateOrder: DateOrder;
}

/** The arguments of `ReportOptions`, for `parseArgs` of Node. */
export const REPORT_ARGUMENTS = {
  'group-by': { type: 'string' },
  'date-column': { type: 'string' },
  'date-order': { type: 'string' },
} as const;

interface ReportValues {
  readonly 'group-by'?: string | undefined;
  readonly 'date-column'?: string | undefined;
  readonly 'date-order'?: string | undefined;
}

/** @throws Error naming the argument that is not valid */
export function parseReportOptions(values: ReportValues): ReportOptions {
  if (values['date-order'] !== undefined && values['date-column'] === undefined) {
    throw new Error('--date-order needs --date-column');
  }
  return {
    groupBy: values['group-by'],
    dateColumn: values['date-column'],
    dateOrder: parseChoice('date-order', values['date-order'] ?? 'ymd', DATE_ORDERS),
  };
}
