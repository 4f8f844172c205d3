import type { ScoreRule } from './label-score.js';

/** The port that describes the model that answers; also the injection token. */
export abstract class LoadedModel {
  /** Undefined until the model is loaded. */
  abstract readonly model: ModelDescription | undefined;
}

/** How a text past the model's maximum is read. */
export interface WindowPolicy {
  /** Length of a window in tokens, special tokens included. */
  readonly tokens: number;
  /** Tokens that two neighbouring windows share at least. */
  readonly overlapTokens: number;
  /** Most windows of a text. With 1, the text is cut at the model's maximum instead. */
  readonly maxWindows: number;
  /** Over 0; the mean of the windows' logits is divided by it, because means are less sure than they could be. */
  readonly temperature: number;
}

/** The model that answers, as users and caches need to know it. */
export interface ModelDescription extends ScoreRule {
  readonly name: string;
  readonly version: string;
  /**
   * SHA-256 (hex) over model, tokenizer, configuration and the used part of the manifest: models with equal
   * digests give equal answers to texts that fit, and with equal `windows` to all texts.
   */
  readonly digest: string;
  /** Number format of the weights and activations, for example `int8` or `fp32`. */
  readonly precision: string;
  /** Label names in the order of the logits. */
  readonly labels: readonly string[];
  /**
   * The one of three labels that is neither of the two polarities; null when the model declares none. It is answered only
   * on request.
   */
  readonly neutralLabel: string | null;
  /** Over 0; takes the place of `temperature` when all three labels are scored. Null: `temperature` holds for both. */
  readonly threeClassTemperature: number | null;
  /** Longest input in tokens, special tokens included. */
  readonly maxTokens: number;
  /** How a text past `maxTokens` is read. */
  readonly windows: WindowPolicy;
  /** Longest part of a text that is read, in UTF-16 units: the rest cannot change the answer. */
  readonly maxChars: number;
  /** ISO 639-1 codes of the languages that the model reads; empty when its folder does not say. */
  readonly languages: readonly string[];
  /** Share of right labels on the data set that the manifest names, 0 to 1; null when it was not measured. */
  readonly accuracy: number | null;
}

/** `<name>@<first 12 digits of the digest>`: short enough for a header, long enough to tell models apart. */
export function modelTag(model: ModelDescription): string {
  return `${model.name}@${model.digest.slice(0, 12)}`;
}
