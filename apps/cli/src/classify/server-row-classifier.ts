import {
  ClientError,
  toModelTag,
  type Classification,
  type ClientClock,
  type LabelScore,
  type ModelInformation,
  type SentimentClient,
} from '#libs/client';
import { getRequestedLabels } from '../requested-labels.js';
import { planRequests } from './plan-requests.js';
import { isAboutText, isForFewerTexts, isTooMuchWork, listRefusedTexts } from './refused-texts.js';
import {
  RunStoppedError,
  toFailedResult,
  toRowResult,
  type ClassifiedRows,
  type RowClassifier,
} from './row-classifier.js';
import type { Row, RowResult } from './table.js';

/** Time for answers after the run was told to stop. */
const STOP_WITHIN_MS = 500;
/** A request that the service has too little time for is divided after so many attempts. */
const MAX_OVERLOADS = 3;

export interface ServerRowClassifierOptions {
  readonly client: Pick<SentimentClient, 'classify'>;
  readonly clock: ClientClock;
  /** The model of the service when the run began. */
  readonly model: ModelInformation;
  /** Whether the answers have the neutral label too. */
  readonly neutral: boolean;
}

/** A text on its way to the service, and the result of its row. */
interface SentText {
  readonly text: string;
  result?: RowResult;
}

/** Classifies the texts of rows by a running service. */
export class ServerRowClassifier implements RowClassifier {
  readonly model: ModelInformation;
  readonly labels: readonly string[];
  private readonly modelTag: string;
  /** Each has a controller of its own: Node warns of a signal with more than ten listeners. */
  private readonly calls = new Set<AbortController>();
  private hasEnded = false;

  /** @throws Error when the model has no neutral label to ask for */
  constructor(private readonly options: ServerRowClassifierOptions) {
    this.model = options.model;
    this.labels = getRequestedLabels(options.model, options.neutral).labels;
    this.modelTag = toModelTag(options.model);
  }

  /** @throws ClientError when the service refuses a request, or does not answer; Error when it has another model now */
  async classify(rows: readonly Row[]): Promise<ClassifiedRows> {
    const sent = rows.map(({ text }) => (text === undefined ? undefined : { text: this.cut(text) }));
    const requests = planRequests(sent.filter((text) => text !== undefined));
    const hits = await Promise.all(requests.map((request) => this.answer(request)));
    return {
      rows,
      results: rows.map(({ error }, index) => findResult(sent[index], error)),
      cacheHits: addUp(hits),
    };
  }

  stop(): void {
    this.options.clock.after(STOP_WITHIN_MS, () => {
      this.endCalls();
    });
  }

  close(): Promise<void> {
    this.endCalls();
    return Promise.resolve();
  }

  private endCalls(): void {
    this.hasEnded = true;
    for (const call of this.calls) call.abort(new RunStoppedError());
  }

  /** The service reads no more of a text, and one character more tells it that the text is longer. */
  private cut(text: string): string {
    return text.slice(0, this.model.maxChars + 1);
  }

  /** Gives each text its result. @returns how many the cache of the service answered */
  private async answer(texts: readonly SentText[]): Promise<number> {
    try {
      const { predictions, model, cacheHits } = await this.send(texts);
      this.checkModel(model);
      texts.forEach((text, index) => {
        const { scores = [], truncated = false } = predictions[index] ?? {};
        text.result = toRowResult(this.sortScores(scores), this.labels, truncated);
      });
      return cacheHits ?? 0;
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      return await this.answerApart(texts, error);
    }
  }

  private async send(texts: readonly SentText[]): Promise<Classification> {
    if (this.hasEnded) throw new RunStoppedError();
    const { client, neutral } = this.options;
    const call = new AbortController();
    this.calls.add(call);
    try {
      return await client.classify(
        texts.map(({ text }) => text),
        {
          neutral,
          signal: call.signal,
          shouldRetry: (error, failures) => texts.length === 1 || failures < MAX_OVERLOADS || !isTooMuchWork(error),
        },
      );
    } finally {
      this.calls.delete(call);
    }
  }

  /** Answers the texts of a refused request: those that are not at fault again, without the others. */
  private async answerApart(texts: readonly SentText[], error: ClientError): Promise<number> {
    if (error.model !== undefined) this.checkModel(error.model);
    const refused = listRefusedTexts(error, texts.length);
    if (refused.size > 0) {
      const others = texts.filter((_, index) => !refused.has(index));
      texts.forEach((text, index) => {
        if (refused.has(index)) text.result = toFailedResult(refused.get(index));
      });
      return others.length > 0 ? await this.answer(others) : 0;
    }
    const [first] = texts;
    if (first && texts.length === 1 && isAboutText(error)) {
      first.result = toFailedResult(error.detail ?? error.title ?? 'The service refuses this text.');
      return 0;
    }
    if (texts.length === 1 || !isForFewerTexts(error)) throw error;
    const middle = Math.ceil(texts.length / 2);
    const halves = [texts.slice(0, middle), texts.slice(middle)];
    return addUp(await Promise.all(halves.map((half) => this.answer(half))));
  }

  /** In the order of the labels. */
  private sortScores(scores: readonly LabelScore[]): number[] {
    return this.labels.map((label) => {
      const found = scores.find((each) => each.label === label);
      if (!found) throw new Error(`the service answered without a score of ${label}, a label of its model`);
      return found.score;
    });
  }

  private checkModel(model: string | undefined): void {
    if (model === this.modelTag) return;
    throw new Error(
      model === undefined
        ? 'the service does not name the model that answered (header X-Model), so it could change in mid-run'
        : `the service has the model ${model} now, but the run began with ${this.modelTag}: serve that one again`,
    );
  }
}

function findResult(sent: SentText | undefined, error: string | undefined): RowResult {
  if (!sent) return toFailedResult(error);
  if (!sent.result) throw new RangeError('a text has no result');
  return sent.result;
}

function addUp(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
