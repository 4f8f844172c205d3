import { describe, expect, it } from 'vitest';
import type { LineSource } from './line-input.js';
import { collect, LineServiceFake, settle } from './line-service.fake.js';

const open = (input: unknown) => new LineServiceFake().client.classifyStream(input as LineSource<object>);

/** A web stream as in browsers that cannot iterate over it. */
function hideIteration(stream: ReadableStream<string>): object {
  return { getReader: () => stream.getReader() };
}

describe('The input of a stream', () => {
  it.each([null, undefined, 5, true, {}, { length: 1 }, Symbol('texts'), { [Symbol.iterator]: 1 }, () => ['a']])(
    'is refused with a sentence when it has no lines: %s',
    async (input) => {
      await expect(collect(open(input))).rejects.toThrow(
        new TypeError('the input must be a list, an iterable, an async iterable or a web stream of texts'),
      );
    },
  );

  it.each<[string, () => unknown]>([
    ['a list', () => ['a', 'b']],
    ['a set', () => new Set(['a', 'b'])],
    ['a web stream', () => ReadableStream.from(['a', 'b'])],
    [
      'a web stream without async iteration',
      () =>
        hideIteration(
          new ReadableStream<string>({
            start: (controller) => {
              controller.enqueue('a');
              controller.enqueue('b');
              controller.close();
            },
          }),
        ),
    ],
  ])('may be %s', async (_, create) => {
    expect((await collect(open(create()))).map(({ index }) => index)).toEqual([0, 1]);
  });

  it('is cancelled when the reader leaves, as a web stream without async iteration', async () => {
    let isCancelled = false;
    const input = hideIteration(
      new ReadableStream<string>({
        pull: (controller) => controller.enqueue('a'),
        cancel: () => {
          isCancelled = true;
        },
      }),
    );
    for await (const { index } of open(input)) if (index === 2) break;
    await settle();
    expect(isCancelled).toBe(true);
  });

  it('fails the stream when it fails, as a web stream without async iteration', async () => {
    const input = hideIteration(
      new ReadableStream<string>({ pull: (controller) => controller.error(new Error('the file has ended early')) }),
    );
    await expect(collect(open(input))).rejects.toThrow('the file has ended early');
  });
});
