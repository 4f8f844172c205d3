import type { ProgressBar } from '../progress-bar.js';
import { ServedModel } from '../served-model.js';
import { countConfusion } from './confusion.js';
import type { LabelledText } from './labelled-texts.js';
import type { Evaluation } from './report.js';

/**
 * Runs labelled texts through the classes that serve requests.
 *
 * @param minimum accuracy that is asked for, 0 to 1; `manifest` takes the model's own
 * @throws ModelFolderError when the folder is not fit to serve; Error when `manifest` is asked for and it names none
 */
export async function evaluate(
  examples: readonly LabelledText[],
  modelDir: string,
  minimum: number | 'manifest',
  progress: ProgressBar,
): Promise<Evaluation> {
  const served = await ServedModel.open(modelDir);
  try {
    const { model } = served;
    const wanted = minimum === 'manifest' ? model.accuracy : minimum;
    if (wanted === null) throw new Error(`the manifest of ${modelDir} states no accuracy`);
    const texts = examples.map(({ text }) => text);
    const { outcomes, textsPerSecond } = await served.classify(texts, progress);
    return {
      model,
      texts: examples.length,
      confusion: countConfusion(examples, outcomes, model.labels.length),
      textsPerSecond,
      minimum: wanted,
    };
  } finally {
    progress.end();
    await served.close();
  }
}
