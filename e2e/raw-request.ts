import { connect, type Socket } from 'node:net';

/** What a server said to bytes on a connection of their own. */
export interface RawAnswer {
  /** Status of each answer, in order. */
  readonly statuses: readonly number[];
  /** Whether the server closed the connection, or gave it up, within the time. */
  readonly isClosed: boolean;
  readonly text: string;
}

export interface RawRequestOptions {
  /** Whether the client closes its sending half after the last part. */
  readonly isHalfClosed?: boolean;
  /** Called a moment after the last part was sent. */
  readonly onSent?: () => void;
  /** Called with the statuses of the answers so far, each time that bytes come. */
  readonly onStatuses?: (statuses: readonly number[]) => void;
}

/**
 * Sends bytes as they are, and collects what comes until the server closes or the time is over.
 *
 * @param parts sent one after the other, a moment apart
 */
export function rawRequest(
  port: number,
  parts: readonly (string | Buffer)[],
  limitMs: number,
  { isHalfClosed = false, onSent, onStatuses }: RawRequestOptions = {},
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket: Socket = connect(port, '127.0.0.1');
    const readText = () => Buffer.concat(chunks).toString('latin1');
    const finish = (isClosed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      const text = readText();
      resolve({ statuses: parseStatuses(text), isClosed, text });
    };
    const timer = setTimeout(() => finish(false), limitMs);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      onStatuses?.(parseStatuses(readText()));
    });
    socket.on('error', () => finish(true));
    socket.on('close', () => finish(true));
    socket.on('connect', () => {
      const send = (index: number): void => {
        const part = parts[index];
        if (part === undefined) {
          if (isHalfClosed) socket.end();
          onSent?.();
          return;
        }
        if (socket.destroyed) return;
        socket.write(part);
        setTimeout(() => send(index + 1), 10);
      };
      send(0);
    });
  });
}

function parseStatuses(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
}
