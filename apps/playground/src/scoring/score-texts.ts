import type { PredictionAnswer } from '../service/answers.js';
import { ServiceProblem } from '../service/service-problem.js';
import { decideNextStep } from './decide-next-step.js';
import type { TextResult } from './text-result.js';

const TEXTS_IN_A_LIST = 64;

export interface ScoringOptions {
  readonly predict: (texts: readonly string[], neutral: boolean, signal: AbortSignal) => Promise<PredictionAnswer>;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Hears each result, with the index of its text. */
  readonly onResult: (index: number, result: TextResult) => void;
  /** Hears after each request that was answered. */
  readonly onProgress: () => void;
  /** Hears before each wait. */
  readonly onWait: (reason: ServiceProblem, waitMs: number) => void;
}

/**
 * Scores texts by `POST /predict`, in lists. A list that the service refuses is sent again, later or in smaller parts.
 *
 * @param indexes of the texts to score
 * @throws ServiceProblem if the service cannot score the rest; DOMException `AbortError`
 */
export async function scoreTexts(
  texts: readonly string[],
  indexes: readonly number[],
  { predict, sleep, signal, onResult, onProgress, onWait }: ScoringOptions,
): Promise<void> {
  const lists = cutIntoLists(indexes);
  let neutral = true;
  let failedTries = 0;
  for (let list = lists.shift(); list !== undefined; list = lists.shift()) {
    const outcome = await tryPredict(list.map((index) => texts[index] ?? ''));
    if (!(outcome instanceof ServiceProblem)) {
      report(list, outcome);
      failedTries = 0;
      continue;
    }
    failedTries += 1;
    const step = decideNextStep(outcome, list.length, failedTries);
    switch (step.kind) {
      case 'wait':
        onWait(outcome, step.waitMs);
        await sleep(step.waitMs, signal);
        lists.unshift(list);
        break;
      case 'split':
        lists.unshift(...halve(list));
        break;
      case 'without-neutral':
        neutral = false;
        lists.unshift(list);
        break;
      case 'leave-out':
        list.forEach((index, place) => {
          if (step.places.includes(place)) onResult(index, { error: outcome.message });
        });
        onProgress();
        lists.unshift(list.filter((_, place) => !step.places.includes(place)));
        break;
      case 'fail':
        throw outcome;
      default:
        step satisfies never;
    }
  }

  async function tryPredict(listTexts: readonly string[]): Promise<PredictionAnswer | ServiceProblem> {
    if (listTexts.length === 0) return { predictions: [] };
    try {
      return await predict(listTexts, neutral, signal);
    } catch (error) {
      if (error instanceof ServiceProblem) return error;
      throw error;
    }
  }

  function report(list: readonly number[], { predictions }: PredictionAnswer): void {
    list.forEach((index, place) => {
      const [best] = predictions[place] ?? [];
      onResult(index, best ?? { error: 'The service has no label for this text.' });
    });
    onProgress();
  }
}

function cutIntoLists(indexes: readonly number[]): number[][] {
  const count = Math.ceil(indexes.length / TEXTS_IN_A_LIST);
  return Array.from({ length: count }, (_, list) =>
    indexes.slice(list * TEXTS_IN_A_LIST, (list + 1) * TEXTS_IN_A_LIST),
  );
}

function halve(list: readonly number[]): number[][] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
