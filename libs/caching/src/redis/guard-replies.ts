import type { Redis } from 'ioredis';
import { ProtocolError } from './redis-errors.js';
import { ReplyFramer, type ReplyType } from './reply-framer.js';

/** Every command that the service sends, with the type of its reply. */
const REPLY_TYPES: Readonly<Record<string, ReplyType | undefined>> = {
  getrange: '$',
  set: '+',
  auth: '+',
  select: '+',
  asking: '+',
  cluster: '*',
  sentinel: '*',
};

/**
 * Puts a guard before the parser of a client, for one connection. To be called at the client's event `connect`: the
 * parser listens by then, and no reply has been read.
 *
 * ioredis 5.11.1 throws in its parser at a reply that no command waits for, reserves memory for the announced length of
 * an array, and copies an unfinished reply again for each of its pieces. An error that is thrown there ends the process.
 * Behind the guard, only whole replies reach the parser, each of the type that its command expects. Everything else, and
 * any error that is thrown while a reply is read, ends the connection with a ProtocolError as the client's `error`.
 *
 * @param maxBulkBytes the longest value that a command can get
 */
export function guardReplies(redis: Redis, maxBulkBytes: number): void {
  const { stream } = redis;
  const framer = new ReplyFramer({
    maxBulkBytes,
    expectedType: (place) => REPLY_TYPES[redis.commandQueue.peekAt(place)?.command.name ?? ''],
  });
  const listeners = stream.listeners('data') as ((chunk: Buffer) => void)[];
  stream.removeAllListeners('data');
  // The client listens for one error only.
  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => {
    if (stream.destroyed) return;
    try {
      const replies = framer.push(chunk);
      if (replies.length > 0) for (const listener of listeners) listener(replies);
    } catch (error) {
      const isKnown = error instanceof ProtocolError;
      stream.destroy(isKnown ? error : new ProtocolError('a reply could not be read', { cause: error }));
    }
  });
}
