import type { ModelDescription } from './model-description.js';
import type { Classification } from './prediction.js';

/** Where the classifier stands. `reason` is a sentence for operators and clients. */
export type ClassifierState =
  | { readonly status: 'loading'; readonly reason: string }
  | { readonly status: 'ready' }
  | { readonly status: 'unavailable'; readonly reason: string };

/** The port through which everything else asks for classifications; also the injection token. */
export abstract class TextClassifier {
  /** Whether the model would answer now. Reads variables, does no work. */
  abstract readonly state: ClassifierState;

  /**
   * The loaded model.
   * @throws ServiceError `model-loading` until it is known
   */
  abstract readonly model: ModelDescription;

  /**
   * Classifies texts; the outcomes are in the order of the texts, one each. No outcome depends on a neighbour.
   * @throws ServiceError `model-loading` or `model-unavailable` when no model process can be had
   */
  abstract classify(texts: readonly string[]): Promise<Classification[]>;
}
