import { createBrokenAnswerError } from './transport-errors.js';

/** More than any answer of the service has. */
const MAX_ANSWER_BYTES = 64 * 1_024 * 1_024;

/**
 * Reads the body of an answer to its end.
 *
 * @throws ClientError `broken-answer` for a body that is larger than any answer of the service; what `fetch` throws
 */
export async function readBody(response: Response): Promise<string> {
  if (!response.body) return '';
  const body: ReadableStream<Uint8Array> = response.body;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > MAX_ANSWER_BYTES) {
      void reader.cancel().catch(() => {});
      throw createBrokenAnswerError(`it has more than ${MAX_ANSWER_BYTES} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}
