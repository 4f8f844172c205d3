import { ClientError } from '../transport/client-error.js';

/** More than any answer to one line has. */
const MAX_LINE_CHARS = 16 * 1_024 * 1_024;

/**
 * The lines of an answer, as they arrive. The text after the last line break is no line: it was cut.
 *
 * @throws ClientError `broken-answer` for a line that is longer than any answer of the service; what the reader throws
 */
export async function* splitLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
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
      yield* lines;
      if (rest.length > MAX_LINE_CHARS) {
        throw ClientError.fromBrokenAnswer(`it has a line of more than ${MAX_LINE_CHARS} characters`);
      }
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}
