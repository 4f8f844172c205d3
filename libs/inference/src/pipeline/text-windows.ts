import type { WindowPolicy } from '#libs/prediction';

/** A tokenized text, before it is divided into windows. */
export interface TokenizedText {
  /** Token ids, special tokens included. */
  readonly ids: Int32Array;
  /** Special tokens before the text. */
  readonly prefixTokens: number;
  /** Special tokens after the text. */
  readonly suffixTokens: number;
}

/** Special tokens that the estimates assume in each input: one before the text and one after it. */
export const SPECIAL_TOKENS = 2;

/**
 * The inputs of a text. A text that fits is one input. A longer text is divided into windows of equal length, evenly spaced
 * from its beginning to its end; neighbours overlap by `overlapTokens` or more.
 *
 * @param maxTokens longest input, special tokens included
 */
export function toInputs(text: TokenizedText, maxTokens: number, policy: WindowPolicy): Int32Array[] {
  const { ids, prefixTokens, suffixTokens } = text;
  if (ids.length <= maxTokens) return [ids];
  const specialTokens = prefixTokens + suffixTokens;
  const content = ids.length - specialTokens;
  const length = policy.tokens - specialTokens;
  const count = countWindows(content, length, policy);
  const lastStart = content - length;
  return Array.from({ length: count }, (_, index) =>
    cutWindow(text, count === 1 ? 0 : Math.round((index * lastStart) / (count - 1)), length),
  );
}

/** The first tokens of a text. @param maxTokens longest input, special tokens included */
export function cutBeginning(text: TokenizedText, maxTokens: number): Int32Array {
  return text.ids.length <= maxTokens
    ? text.ids
    : cutWindow(text, 0, maxTokens - text.prefixTokens - text.suffixTokens);
}

/** The number of inputs that a text of this many tokens has. @param tokens special tokens included */
export function countInputs(tokens: number, maxTokens: number, policy: WindowPolicy): number {
  return tokens <= maxTokens ? 1 : countWindows(tokens - SPECIAL_TOKENS, policy.tokens - SPECIAL_TOKENS, policy);
}

/** The longest text that is read whole, in tokens, special tokens included. */
export function countReadTokens(maxTokens: number, { tokens, overlapTokens, maxWindows }: WindowPolicy): number {
  if (maxWindows === 1) return maxTokens;
  return Math.max(maxTokens, tokens + (maxWindows - 1) * (tokens - SPECIAL_TOKENS - overlapTokens));
}

/** The logits of a text: the mean over its windows, divided by the temperature of such means. */
export function averageLogits(windows: readonly Float32Array[], { temperature }: WindowPolicy): Float32Array {
  const [first = new Float32Array()] = windows;
  return first.map(
    (_, label) =>
      windows.reduce((sum, logits) => sum + (logits[label] ?? Number.NaN), 0) / windows.length / temperature,
  );
}

function countWindows(content: number, length: number, { overlapTokens, maxWindows }: WindowPolicy): number {
  return Math.min(maxWindows, Math.max(1, Math.ceil((content - overlapTokens) / (length - overlapTokens))));
}

function cutWindow({ ids, prefixTokens, suffixTokens }: TokenizedText, start: number, length: number): Int32Array {
  const window = new Int32Array(prefixTokens + length + suffixTokens);
  window.set(ids.subarray(0, prefixTokens));
  window.set(ids.subarray(prefixTokens + start, prefixTokens + start + length), prefixTokens);
  window.set(ids.subarray(ids.length - suffixTokens), prefixTokens + length);
  return window;
}
