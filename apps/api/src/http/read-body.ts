import type { IncomingMessage } from 'node:http';
import type { Clock } from '#libs/clock';
import { RequestError } from './errors/request-error.js';
import { MinimumRate } from './minimum-rate.js';

/** For a sender that just keeps the minimum rate (MinimumRate). */
const BODY_LIMIT_MS = 300_000;

export interface BodyLimits {
  readonly maxBytes: number;
  /** Called before the body is waited for; it answers `Expect: 100-continue`. */
  readonly sendContinue: () => void;
  /** Called for the bytes of each chunk. It may throw, and ends the reading then. */
  readonly onBytes: (bytes: number) => void;
  readonly clock: Clock;
}

/**
 * Reads the body of a request. (The package raw-body reports no progress, so that memory could only be reserved by the
 * announced length, and it waits for a sender without a limit.)
 *
 * @throws RequestError `body-too-large`, `request-too-slow`, `malformed-body` when the body ends early; any error of
 * `onBytes`
 */
export async function readBody(
  request: IncomingMessage,
  { maxBytes, sendContinue, onBytes, clock }: BodyLimits,
): Promise<Buffer> {
  const tooLarge = () =>
    new RequestError('body-too-large', `The body is larger than ${maxBytes} bytes (setting MAX_BODY_BYTES).`);
  const announcedBytes = Number(request.headers['content-length'] ?? Number.NaN);
  if (announcedBytes > maxBytes) throw tooLarge();
  // A small body arrives with its head, and lies ready: it needs neither listeners nor a timer. Node runs promises between
  // the last bytes of a body and its end, so the request may not be complete yet.
  if (request.complete || request.readableLength === announcedBytes) {
    const body = (request.read() as Buffer | null) ?? Buffer.alloc(0);
    if (body.length > maxBytes) throw tooLarge();
    onBytes(body.length);
    return body;
  }
  sendContinue();
  return await collectBody(request, { maxBytes, onBytes, clock, tooLarge });
}

async function collectBody(
  request: IncomingMessage,
  { maxBytes, onBytes, clock, tooLarge }: Omit<BodyLimits, 'sendContinue'> & { readonly tooLarge: () => RequestError },
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  let stop = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      const onTooSlow = () => {
        reject(new RequestError('request-too-slow', 'The body did not arrive in time.'));
      };
      const rate = new MinimumRate(clock, onTooSlow);
      const cancelLimit = clock.after(BODY_LIMIT_MS, onTooSlow);
      const onData = (chunk: Buffer) => {
        total += chunk.length;
        rate.received(chunk.length);
        chunks.push(chunk);
        try {
          if (total > maxBytes) throw tooLarge();
          onBytes(chunk.length);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const onEndedEarly = () => {
        reject(new RequestError('malformed-body', 'The body ended before it was complete.'));
      };
      request.on('data', onData);
      request.once('end', resolve);
      request.once('error', onEndedEarly);
      request.once('close', onEndedEarly);
      stop = () => {
        rate.stop();
        cancelLimit();
        request.off('data', onData);
        request.off('end', resolve);
        // Without a listener a later error of the connection would end the process.
        request.off('close', onEndedEarly);
      };
    });
  } finally {
    stop();
    request.pause();
  }
  return Buffer.concat(chunks, total);
}
