export interface BatchLimits {
  /** Inputs in a batch. */
  readonly maxInputs: number;
  /** Tokens in a batch, padding included. A single longer input is a batch of its own. */
  readonly maxPaddedTokens: number;
  /** Tokens that cost as much as the start of a run: more padding than this costs more than another run. */
  readonly batchOverheadTokens: number;
}

/**
 * Forms the next batch out of the texts that are next in fair order.
 *
 * The first text is always part of the batch, so no text waits because of its length. The batch grows around the first
 * text. Every text in a batch is padded to the longest one, and padding costs as much as text. So the candidates are
 * tried in order of their difference in length to the first text, and a candidate is added only while the padding that
 * it causes costs less than a batch of its own: a batch saves nothing but the fixed cost of a run.
 *
 * A batch ends at `maxInputs` because larger batches gain nothing: past eight texts the fixed cost is spread thin, while
 * each text waits for the whole of its batch. A batch ends at `maxPaddedTokens` because a run cannot be interrupted: its
 * duration delays all other work, and also the worker's answer to a heartbeat.
 *
 * @param candidates texts in fair order; at least one
 * @returns texts of `candidates`, the first one among them
 */
export function formBatch<T>(
  candidates: readonly [T, ...T[]],
  getLength: (item: T) => number,
  limits: BatchLimits,
): T[] {
  const [first, ...others] = candidates;
  const ownLength = getLength(first);
  const nearest = others
    .map((item) => ({ item, length: getLength(item) }))
    .sort((a, b) => Math.abs(a.length - ownLength) - Math.abs(b.length - ownLength));
  const batch = [first];
  let longest = ownLength;
  for (const { item, length } of nearest) {
    if (batch.length === limits.maxInputs) break;
    const newLongest = Math.max(longest, length);
    const paddedTokens = newLongest * (batch.length + 1);
    const addedPadding = paddedTokens - longest * batch.length - length;
    if (paddedTokens > limits.maxPaddedTokens || addedPadding > limits.batchOverheadTokens) continue;
    batch.push(item);
    longest = newLongest;
  }
  return batch;
}
