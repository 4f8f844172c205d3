import { ReplyError } from 'ioredis';
import { toLogText } from '#libs/prediction';

/** A fault that this service found on a connection itself. The message is in its own words, and may be public. */
export class RedisConnectionError extends Error {
  override readonly name: string = 'RedisConnectionError';
}

/** Redis did not reply in time: it may be slow, stopped or unreachable. */
export class SilenceError extends RedisConnectionError {
  override readonly name = 'SilenceError';
}

/** The other side sent what Redis never sends in answer to the commands of this service. */
export class ProtocolError extends RedisConnectionError {
  override readonly name = 'ProtocolError';
}

/** The first words of Redis' error replies that tell an operator what to do. */
const REPLY_CODES = new Set([
  'ASK',
  'BUSY',
  'CLUSTERDOWN',
  'ERR',
  'LOADING',
  'MASTERDOWN',
  'MISCONF',
  'MOVED',
  'NOAUTH',
  'NOPERM',
  'NOREPLICAS',
  'OOM',
  'READONLY',
  'WRONGPASS',
]);

/** Codes of Node and OpenSSL, such as ECONNREFUSED. Other words could be foreign text. */
const SYSTEM_CODE = /^[A-Z][A-Z\d_]{1,60}$/;

/** @returns a code word or words of this service: no address, no user name, and no text that Redis controls */
export function toPublicCause(error: Error): string {
  if (error instanceof RedisConnectionError) return error.message;
  if (isReplyError(error)) {
    const [word = ''] = error.message.split(' ', 1);
    return REPLY_CODES.has(word) ? word : 'an error reply';
  }
  const code = readCode(error);
  return SYSTEM_CODE.test(code) ? code : 'the connection failed';
}

/**
 * @returns one short line with the text of the error, for the log only: of a reply to AUTH only its code, because a server that
 * does not know the command quotes the password
 */
export function toLogCause(error: Error): string {
  if (isReplyToLogin(error)) return `${toPublicCause(error)}, in reply to the login`;
  // Node tries each address of a name, and throws an error without a message when all of them fail.
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const message = first instanceof Error ? first.message : error.message;
  return toLogText(message || readCode(error) || error.name);
}

function isReplyToLogin(error: Error): boolean {
  // ioredis adds the command to its errors.
  const { command } = error as { command?: { name?: unknown } };
  return isReplyError(error) && command?.name === 'auth';
}

/** Whether Redis itself answered with an error; other errors are those of the connection. */
export function isReplyError(error: unknown): boolean {
  return error instanceof ReplyError;
}

export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function readCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
