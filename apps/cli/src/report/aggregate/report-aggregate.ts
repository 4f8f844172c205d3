import type { ReportOptions } from '../../classify/report-options.js';
import { UNCERTAIN, type ScoredAnswer, type ScoredRow } from '../scored/scored-row.js';
import { DateCounts } from './date-counts.js';
import { ErrorReasons } from './error-reasons.js';
import { GroupCounts } from './group-counts.js';
import { orderSentiments, OTHER_LABELS } from './order-sentiments.js';
import type { ExampleList, ReportData, ScoreBins } from './report-data.js';
import { ScoreHistogram } from './score-histogram.js';
import { SentimentCounts } from './sentiment-counts.js';
import { TopTexts } from './top-texts.js';

const SHOWN_GROUPS = 20;
const SHOWN_ERRORS = 20;
const EXAMPLES = 10;
/** Labels that are counted one by one, beside those below. A file of another origin may have any number. */
const MAX_LABELS = 20;
/** Labels that are counted one by one wherever they stand among the others. */
const KNOWN_LABELS = ['negative', 'neutral', 'positive'];
/** For such labels the highest scores are not interesting. */
const LABELS_WITHOUT_EXAMPLES = ['neutral'];

export interface AggregateOptions extends ReportOptions {
  /** @returns an ISO 639-1 code; undefined when the language is not sure */
  detectLanguage(text: string): string | undefined;
}

/**
 * Counts what a report shows, row by row. The memory has a bound for any number of rows, and the same rows in the same order give the same
 * report.
 */
export class ReportAggregate {
  private readonly counts = new SentimentCounts();
  private readonly histogram = new ScoreHistogram();
  private readonly groups = new GroupCounts();
  private readonly dates: DateCounts;
  private readonly languages = new Map<string, number>();
  private readonly errors = new ErrorReasons();
  private readonly labels = new Map<string, TopTexts>();
  private unknownLabels = 0;
  private readonly leastCertain = new TopTexts(EXAMPLES);
  private rows = 0;
  private lastRow = 0;
  private scoreSum = 0;
  private truncated = 0;
  private hasSentences = false;

  constructor(private readonly options: AggregateOptions) {
    this.dates = new DateCounts(options.dateOrder);
  }

  /** Sentences of one row have to stand behind each other. */
  add(row: ScoredRow): void {
    if (row.number !== this.lastRow) this.rows++;
    this.lastRow = row.number;
    if (row.answer) this.addAnswer(row, row.answer);
    else this.errors.add(row.error ?? '', row.number);
  }

  summarize(): ReportData {
    const { counts } = this;
    const labels = [...this.labels.keys(), OTHER_LABELS, UNCERTAIN];
    const sentiments = orderSentiments(
      labels.filter((name) => counts.get(name) > 0 || (name !== UNCERTAIN && name !== OTHER_LABELS)),
    );
    return {
      rows: this.rows,
      errorRows: this.errors.total,
      texts: counts.total,
      hasSentences: this.hasSentences,
      truncatedTexts: this.truncated,
      meanScore: this.scoreSum / Math.max(1, counts.total),
      sentiments,
      counts,
      histogram: this.summarizeScores(sentiments),
      groups: this.options.groupBy === undefined ? undefined : this.groups.select(SHOWN_GROUPS),
      time: this.options.dateColumn === undefined ? undefined : this.dates.summarize(),
      languages: [...this.languages].sort(
        ([one, oneCount], [other, otherCount]) => otherCount - oneCount || (one < other ? -1 : 1),
      ),
      examples: this.listExamples(sentiments),
      errors: this.errors.list(SHOWN_ERRORS),
    };
  }

  private addAnswer(row: ScoredRow, { sentiment: name, score, scores, truncated }: ScoredAnswer): void {
    for (const label of scores.keys()) {
      if (!this.labels.has(label)) this.addLabel(label);
    }
    const sentiment = name === UNCERTAIN || this.labels.has(name) ? name : OTHER_LABELS;
    if (row.sentence !== undefined) this.hasSentences = true;
    if (truncated) this.truncated++;
    this.scoreSum += score;
    this.counts.add(sentiment);
    this.histogram.add(sentiment, score);
    if (row.group !== undefined) this.groups.add(row.group, sentiment);
    if (row.date !== undefined) this.dates.add(row.date, row.number, sentiment);
    const language = this.options.detectLanguage(row.text) ?? '';
    this.languages.set(language, (this.languages.get(language) ?? 0) + 1);
    this.leastCertain.add(-score, row);
    for (const [label, texts] of this.labels) {
      const own = scores.get(label) ?? 0;
      if (own >= score) texts.add(own, row);
    }
  }

  private addLabel(label: string): void {
    const isKnown = KNOWN_LABELS.includes(label);
    if (!isKnown && this.unknownLabels >= MAX_LABELS) return;
    if (!isKnown) this.unknownLabels++;
    this.labels.set(label, new TopTexts(EXAMPLES));
  }

  private summarizeScores(sentiments: readonly string[]): ScoreBins {
    const first = this.histogram.firstBin;
    return {
      from: first * ScoreHistogram.binWidth,
      width: ScoreHistogram.binWidth,
      counts: new Map(sentiments.map((name) => [name, this.histogram.getBins(name).slice(first)])),
    };
  }

  /** Positive texts first, the least certain ones last. */
  private listExamples(sentiments: readonly string[]): ExampleList[] {
    const labels = sentiments.filter((name) => this.labels.has(name) && !LABELS_WITHOUT_EXAMPLES.includes(name));
    return [
      ...labels.reverse().map((label) => ({ label, texts: this.labels.get(label)?.texts ?? [] })),
      { label: undefined, texts: this.leastCertain.texts },
    ];
  }
}
