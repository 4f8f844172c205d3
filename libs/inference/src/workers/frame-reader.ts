/** A frame begins with the number of bytes of its content, as an int32 in the byte order of the machine. */
export const FRAME_HEAD_BYTES = 4;

/** Cuts a stream of bytes into the contents of its frames. */
export class FrameReader {
  /** Bytes of a frame that has not arrived completely. */
  private waiting: Buffer = Buffer.alloc(0);

  /** @param onFrame called with the content of each frame, in a buffer of its own */
  constructor(private readonly onFrame: (content: ArrayBuffer) => void) {}

  push(chunk: Buffer): void {
    const bytes = this.waiting.length === 0 ? chunk : Buffer.concat([this.waiting, chunk]);
    let at = 0;
    while (bytes.length - at >= FRAME_HEAD_BYTES) {
      const end = at + FRAME_HEAD_BYTES + readLength(bytes, at);
      if (bytes.length < end) break;
      this.onFrame(copy(bytes.subarray(at + FRAME_HEAD_BYTES, end)));
      at = end;
    }
    this.waiting = bytes.subarray(at);
  }
}

function readLength(bytes: Buffer, at: number): number {
  return new Int32Array(copy(bytes.subarray(at, at + FRAME_HEAD_BYTES)))[0] ?? 0;
}

/** Typed arrays need an offset that their elements divide, which a part of a chunk does not have. */
function copy(bytes: Buffer): ArrayBuffer {
  const copied = new ArrayBuffer(bytes.length);
  new Uint8Array(copied).set(bytes);
  return copied;
}
