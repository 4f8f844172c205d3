/** Values to read, one after the other. */
export type OpenInput =
  | { readonly type: 'sync'; readonly iterator: Iterator<unknown> }
  | { readonly type: 'async'; readonly iterator: AsyncIterator<unknown> };

/**
 * Opens an iterable, an async iterable, or a web stream: some browsers cannot iterate over their streams.
 *
 * @throws TypeError when the input is another value, or one text; what the input throws when it is opened
 */
export function openInput(input: unknown): OpenInput {
  if (typeof input === 'string') throw new TypeError('the input is one text: give a list of texts');
  if ((typeof input === 'object' && input !== null) || typeof input === 'function') {
    if (isAsyncIterable(input)) return { type: 'async', iterator: input[Symbol.asyncIterator]() };
    if (isIterable(input)) return { type: 'sync', iterator: input[Symbol.iterator]() };
    if (isWebStream(input)) return { type: 'async', iterator: readWebStream(input.getReader()) };
  }
  throw new TypeError('the input must be a list, an iterable, an async iterable or a web stream of texts');
}

function isAsyncIterable(input: object): input is AsyncIterable<unknown> {
  return Symbol.asyncIterator in input && typeof input[Symbol.asyncIterator] === 'function';
}

function isIterable(input: object): input is Iterable<unknown> {
  return Symbol.iterator in input && typeof input[Symbol.iterator] === 'function';
}

function isWebStream(input: object): input is Pick<ReadableStream<unknown>, 'getReader'> {
  return 'getReader' in input && typeof input.getReader === 'function';
}

function readWebStream(reader: ReadableStreamDefaultReader<unknown>): AsyncIterator<unknown> {
  return {
    next: async () => {
      const { done, value } = await reader.read();
      return { done, value };
    },
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}
