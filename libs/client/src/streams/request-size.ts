/** The size of a request with lines. It becomes smaller when a gateway refuses a request as too large. */
export class RequestSize {
  private limit = Number.POSITIVE_INFINITY;

  /** Most UTF-16 units of one request. One line may be longer. */
  get maxChars(): number {
    return this.limit;
  }

  /** A request was too large. @param chars its UTF-16 units */
  reduce(chars: number): void {
    this.limit = Math.min(this.limit, Math.floor(chars / 2));
  }
}
