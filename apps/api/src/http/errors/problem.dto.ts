import { STATUS_CODES } from 'node:http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PROBLEM_TABLE } from './problem-table.js';
import type { BodyFault, ErrorKind } from './request-error.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
/** Faults that a problem lists; `errorCount` counts all. */
const MAX_SHOWN_FAULTS = 100;

export class ProblemFault implements BodyFault {
  @ApiProperty({ description: 'JSON pointer (RFC 6901) into the request body.', example: '/text/2' })
  pointer!: string;

  @ApiProperty({
    description: 'The fault at `pointer`: a sentence, or a part of a sentence such as `must be a string`.',
    example: 'must be a string',
  })
  detail!: string;
}

/** Every error's body, by RFC 9457. */
export class Problem {
  @ApiProperty({
    pattern: '^(urn:sentiment:problem:[a-z-]+|about:blank)$',
    description: 'Kind of the problem. `about:blank`: the error has no kind of its own, and the status describes it.',
    example: 'urn:sentiment:problem:invalid-request',
  })
  type!: string;

  @ApiProperty({ description: 'Short description of this kind of problem.', example: 'The request is not valid' })
  title!: string;

  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599, description: 'HTTP status of the answer.', example: 422 })
  status!: number;

  @ApiProperty({ description: 'A sentence about the error. It never contains a text of the request.' })
  detail!: string;

  @ApiProperty({
    description: 'URN of the request. It ends with the X-Request-Id of the answer.',
    example: 'urn:request:0b8cf0ee-6f3c-4f0e-9d0c-1f6e3f8d2a11',
  })
  instance!: string;

  @ApiPropertyOptional({
    type: [ProblemFault],
    maxItems: MAX_SHOWN_FAULTS,
    description: `Places in the body that have a fault, at most ${MAX_SHOWN_FAULTS}.`,
  })
  errors?: ProblemFault[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    description: 'Number of places in the body that have a fault. It may be larger than the length of `errors`.',
  })
  errorCount?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description:
      'Estimated time from the arrival of this request to its answer, in milliseconds. Only in problems of the kind ' +
      '`overloaded`.',
  })
  estimatedWaitMs?: number;
}

/** The parts of an error that its problem shows. */
export interface ProblemSource {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly faults?: readonly BodyFault[];
  readonly estimatedWaitMs?: number | undefined;
}

/** @param requestId the X-Request-Id of the answer */
export function toProblem(error: ProblemSource, requestId: string): Problem {
  const { status, title } = PROBLEM_TABLE[error.kind];
  const { faults = [] } = error;
  const problem: Problem = {
    type: `urn:sentiment:problem:${error.kind}`,
    title,
    status,
    detail: error.message,
    instance: `urn:request:${requestId}`,
  };
  if (faults.length > 0) {
    problem.errors = faults.slice(0, MAX_SHOWN_FAULTS).map(({ pointer, detail }) => ({ pointer, detail }));
    problem.errorCount = faults.length;
  }
  if (error.estimatedWaitMs !== undefined) problem.estimatedWaitMs = error.estimatedWaitMs;
  return problem;
}

/**
 * The problem for a status without a kind of its own, such as that of a Nest guard or pipe. RFC 9457, section 4.2.1: the
 * type is `about:blank`, and the title is the phrase of the status. The message of the exception may quote the request, so
 * it is not shown.
 */
export function toStatusProblem(status: number, requestId: string): Problem {
  const title = STATUS_CODES[status] ?? 'Error';
  return { type: 'about:blank', title, status, detail: `${title}.`, instance: `urn:request:${requestId}` };
}
