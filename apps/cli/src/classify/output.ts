import { open, type FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';

/** Where the bytes of the results go. */
export interface Output {
  /** Bytes written so far. */
  readonly bytes: number;
  write(content: Buffer): Promise<void>;
  /** Returns when everything written survives a power failure. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** An output file. */
export class FileOutput implements Output {
  private constructor(
    private readonly file: FileHandle,
    private position: number,
  ) {}

  /** @throws Error with the code EEXIST when the file exists, and `replaces` is false */
  static async create(path: string, replaces: boolean): Promise<FileOutput> {
    return new FileOutput(await open(path, replaces ? 'w' : 'wx'), 0);
  }

  /** Continues a file after its first `bytes` bytes, and cuts what comes after them. */
  static async continue(path: string, bytes: number): Promise<FileOutput> {
    const file = await open(path, 'r+');
    const { size } = await file.stat();
    if (size < bytes) {
      await file.close();
      throw new Error(`${path} has ${size} bytes, but the checkpoint says ${bytes}: the file was changed`);
    }
    await file.truncate(bytes);
    return new FileOutput(file, bytes);
  }

  get bytes(): number {
    return this.position;
  }

  async write(content: Buffer): Promise<void> {
    let written = 0;
    while (written < content.length) {
      const { bytesWritten } = await this.file.write(
        content,
        written,
        content.length - written,
        this.position + written,
      );
      written += bytesWritten;
    }
    this.position += content.length;
  }

  async sync(): Promise<void> {
    await this.file.sync();
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/** A stream, for example the standard output. */
export class StreamOutput implements Output {
  private position = 0;

  constructor(private readonly stream: Writable) {
    // A write that fails rejects. The event besides would end the process.
    stream.on('error', () => {});
  }

  get bytes(): number {
    return this.position;
  }

  async write(content: Buffer): Promise<void> {
    this.position += content.length;
    await new Promise<void>((resolve, reject) => {
      this.stream.write(content, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
