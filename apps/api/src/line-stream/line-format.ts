import type { BodyFault, ErrorKind, ServiceError } from '../http/errors/request-error.js';
import type { LineId } from './line-value.js';
import { PROBLEM_TABLE } from '../http/errors/problem-table.js';

/** Why a line has no answer. */
interface LineError {
  /** The last part of `type` in a problem. */
  readonly kind: ErrorKind;
  /** The HTTP status that the error would have as the answer to a request. */
  readonly status: number;
  readonly detail: string;
  /** Places in the line that have a fault. */
  readonly errors?: readonly BodyFault[];
}

/** @returns the answer to a line, as JSON */
export function formatAnswer(id: LineId | undefined, answer: object): string {
  return JSON.stringify(id === undefined ? answer : { id, ...answer });
}

/** @returns the answer to a line that has none, as JSON */
export function formatFailure(id: LineId | undefined, error: ServiceError): string {
  return formatAnswer(id, { error: toLineError(error) });
}

/** @returns the last line of a stream whose lines were all answered, with its line break */
export function formatEnd(lines: number): string {
  return `${JSON.stringify({ done: true, lines })}\n`;
}

/** @returns the last line of a stream that the service ended early, with its line break */
export function formatStop(lines: number, cause: ServiceError): string {
  return `${JSON.stringify({ done: false, lines, error: toLineError(cause) })}\n`;
}

function toLineError(error: ServiceError): LineError {
  const { kind, message } = error;
  const faults = 'faults' in error ? error.faults : [];
  return {
    kind,
    status: PROBLEM_TABLE[kind].status,
    detail: message,
    ...(faults.length > 0 && { errors: faults.map(({ pointer, detail }) => ({ pointer, detail })) }),
  };
}
