import type { ErrorReason } from './error-reasons.js';
import type { GroupSelection } from './group-counts.js';
import type { TimeCourse } from './date-counts.js';
import type { SentimentCounts } from './sentiment-counts.js';
import type { TopText } from './top-texts.js';

/** What a report shows of an output of `classify`. */
export interface ReportData {
  /** Rows of the input, those with an error too. */
  readonly rows: number;
  readonly errorRows: number;
  /** Texts with an answer: rows, or sentences of them. */
  readonly texts: number;
  readonly hasSentences: boolean;
  readonly truncatedTexts: number;
  /** Of the likeliest labels; 0 without answers. */
  readonly meanScore: number;
  /** Names in lower case, in the order of the plots: negative first and positive last, if there are such labels. */
  readonly sentiments: readonly string[];
  readonly counts: SentimentCounts;
  readonly histogram: ScoreBins;
  /** Undefined when the rows are not grouped. */
  readonly groups: GroupSelection | undefined;
  /** Undefined without a column of dates. */
  readonly time: TimeCourse | undefined;
  /** Texts by the ISO 639-1 code of their language; empty for those whose language is not sure. From the most frequent one. */
  readonly languages: readonly (readonly [string, number])[];
  readonly examples: readonly ExampleList[];
  readonly errors: readonly ErrorReason[];
}

/** Scores of the likeliest label in bins of equal width. */
export interface ScoreBins {
  /** Lower end of the first bin. */
  readonly from: number;
  readonly width: number;
  /** For each sentiment, the texts in each bin. */
  readonly counts: ReadonlyMap<string, readonly number[]>;
}

/** Texts of one kind. */
export interface ExampleList {
  /** A label whose score is highest, or undefined for the least certain texts. */
  readonly label: string | undefined;
  readonly texts: readonly TopText[];
}
