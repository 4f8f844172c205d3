export interface BatchLimits {
  /** Texts in a batch. */
  readonly maxTexts: number;
  /** Tokens in a batch, padding included. A single longer text is a batch of its own. */
  readonly maxPaddedTokens: number;
  /** Tokens that cost as much as starting a run does: padding beyond it is dearer than another run. */
  readonly batchOverheadTokens: number;
}

/**
 * Cuts the next batch for the model out of the texts that are due next.
 *
 * The oldest text is always in it, so nothing waits because of its length, and the batch grows around it. Every text
 * in a batch is padded to the longest one, and padding costs as much as text. So the oldest takes along those of the
 * window that are nearest to it in length, and one more only as long as the padding that it causes is cheaper than a
 * run of its own: a batch saves nothing but the fixed cost of a run.
 *
 * A batch ends at `maxTexts` because larger ones gain nothing: past eight texts the fixed cost is spread thin, while
 * each text waits for the whole of its batch. It ends at `maxPaddedTokens` because a run cannot be interrupted: its
 * length is the time that everything else waits, the question whether the process still answers included.
 *
 * @param candidates texts in the order in which they are due; at least one
 * @returns texts of the window, the first one of the window among them
 */
export function formBatch<T>(
  candidates: readonly [T, ...T[]],
  getLength: (item: T) => number,
  limits: BatchLimits,
): T[] {
  const [oldest, ...others] = candidates;
  const ownLength = getLength(oldest);
  const nearest = others
    .map((item) => ({ item, length: getLength(item) }))
    .sort((a, b) => Math.abs(a.length - ownLength) - Math.abs(b.length - ownLength));
  const batch = [oldest];
  let longest = ownLength;
  for (const { item, length } of nearest) {
    if (batch.length === limits.maxTexts) break;
    const newLongest = Math.max(longest, length);
    const paddedTokens = newLongest * (batch.length + 1);
    const addedPadding = paddedTokens - longest * batch.length - length;
    if (paddedTokens > limits.maxPaddedTokens || addedPadding > limits.batchOverheadTokens) continue;
    batch.push(item);
    longest = newLongest;
  }
  return batch;
}
