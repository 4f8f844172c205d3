import type { AnsweringDialect } from '../../dialect-route/dialect.js';

/** How requests to Comprehend, their answers and errors are written. Their content is the same in all protocols. */
export interface ComprehendProtocol {
  readonly dialect: AnsweringDialect;
  /** The Content-Type of requests and answers. */
  readonly mediaType: string;
  /** Headers that a signature must cover. */
  readonly signedHeaders: readonly string[];
  /**
   * @param textParts parts of the texts in the largest request
   * @throws RequestError `malformed-body`
   */
  readonly parseBody: (bytes: Buffer, textParts: number) => unknown;
}

/** Without them a signature could be used for another host, or later. */
export const SIGNED_HEADERS: readonly string[] = ['host', 'x-amz-date'];
