/** Counts the bytes of an input as they are read. */
export class ByteCounter {
  private counted = 0;

  get bytes(): number {
    return this.counted;
  }

  async *count(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of input) {
      this.counted += chunk.length;
      yield chunk;
    }
  }
}
