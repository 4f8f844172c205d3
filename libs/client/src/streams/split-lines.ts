import { createBrokenAnswerError } from '../transport/transport-errors.js';

/** More than any answer to one line has. */
const MAX_LINE_CHARS = 16 * 1_024 * 1_024;

/**
 * The lines of an answer, as they arrive. The text after the last line break is no line: it was cut.
 *
 * @param signal ends the lines: a read that waits would not end by the abort of its `fetch` in all runtimes
 * @throws ClientError `broken-answer` for a line that is longer than any answer of the service; what the reader throws
 */
export async function* splitLines(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<string> {
  const reader = body.getReader();
  const cancel = () => {
    reader.cancel().catch(() => {});
  };
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const text = decoder.decode(value, { stream: true });
      const lines = text.split('\n');
      lines[0] = rest + (lines[0] ?? '');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (signal.aborted) return;
        yield line;
      }
      if (rest.length > MAX_LINE_CHARS) {
        throw createBrokenAnswerError(`it has a line of more than ${MAX_LINE_CHARS} characters`);
      }
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}
