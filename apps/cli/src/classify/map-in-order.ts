/**
 * Applies an asynchronous function to items, several at a time, and yields the results in the order of the items. Takes the next item only
 * when fewer than `concurrency` results are outstanding, so memory is bounded.
 */
export async function* mapInOrder<T, R>(
  items: AsyncIterable<T>,
  concurrency: number,
  apply: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const outstanding: Promise<R>[] = [];
  for await (const item of items) {
    const result = apply(item);
    // A later failure waits for its turn: it is no unhandled rejection until then.
    result.catch(() => {});
    outstanding.push(result);
    if (outstanding.length >= concurrency) yield await takeFirst(outstanding);
  }
  while (outstanding.length > 0) yield await takeFirst(outstanding);
}

function takeFirst<R>(outstanding: Promise<R>[]): Promise<R> {
  const first = outstanding.shift();
  if (!first) throw new RangeError('there is no outstanding result');
  return first;
}
