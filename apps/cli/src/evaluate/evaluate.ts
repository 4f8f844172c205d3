import type { ProgressBar } from '../progress-bar.js';
import { getRequestedLabels } from '../requested-labels.js';
import { ServedModel } from '../served-model.js';
import { countConfusion } from './confusion.js';
import type { LabelledText } from './labelled-texts.js';
import type { Evaluation } from './report.js';

export interface EvaluateOptions {
  readonly modelDir: string;
  /** Accuracy that is asked for, 0 to 1; `manifest` takes the model's own. */
  readonly minimum: number | 'manifest';
  /** Whether the answers have the neutral label too. */
  readonly neutral: boolean;
  readonly progress: ProgressBar;
}

/**
 * Runs labelled texts through the classes that serve requests.
 *
 * @throws ModelFolderError when the folder is not fit to serve; Error when `manifest` is asked for and it names none, and
 * when the neutral label is asked for and there is none
 */
export async function evaluate(
  examples: readonly LabelledText[],
  { modelDir, minimum, neutral, progress }: EvaluateOptions,
): Promise<Evaluation> {
  const served = await ServedModel.open(modelDir);
  try {
    const { model } = served;
    const scored = getRequestedLabels(model, neutral);
    const wanted = minimum === 'manifest' ? model.accuracy : minimum;
    if (wanted === null) throw new Error(`the manifest of ${modelDir} states no accuracy`);
    const texts = examples.map(({ text }) => text);
    const { outcomes, textsPerSecond } = await served.classify(texts, progress);
    return {
      model,
      labels: scored.labels,
      texts: examples.length,
      confusion: countConfusion(examples, outcomes, scored),
      textsPerSecond,
      minimum: wanted,
    };
  } finally {
    progress.end();
    await served.close();
  }
}
