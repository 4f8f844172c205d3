/**
 * UTF-16 units of a streamed request. `fetch` of Node keeps a copy of the whole body as long as the request lasts, because the standard
 * makes it clone a request that it may have to send again.
 */
const MAX_REQUEST_CHARS = 8 * 1_024 * 1_024;

/** The size of a request with lines. It becomes smaller when a gateway refuses a request as too large. */
export class RequestSize {
  private limit = MAX_REQUEST_CHARS;

  /** Most UTF-16 units of one request. One line may be longer. */
  get maxChars(): number {
    return this.limit;
  }

  /** A request was too large. @param chars its UTF-16 units */
  reduce(chars: number): void {
    this.limit = Math.min(this.limit, Math.floor(chars / 2));
  }
}
