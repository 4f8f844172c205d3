import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { Problem, PROBLEM_MEDIA_TYPE, toProblem, type ProblemSource } from './problem.dto.js';
import { PROBLEM_TABLE } from './problem-table.js';
import type { ErrorKind } from './request-error.js';

const EXAMPLE_REQUEST_ID = '0b8cf0ee-6f3c-4f0e-9d0c-1f6e3f8d2a11';

export interface ApiProblemOptions extends Omit<ProblemSource, 'kind' | 'message'> {
  /** What the service answers in such a case: `detail` of the example. */
  readonly detail: string;
  /** Examples of the other kinds of error that the route answers with the same status. */
  readonly otherProblems?: readonly ProblemSource[];
}

/** Documents that a route may fail with this kind of error, with an example of the answer. */
export function ApiProblem(
  kind: ErrorKind,
  description: string,
  { detail, otherProblems = [], ...options }: ApiProblemOptions,
): MethodDecorator {
  const { status, isRetryable } = PROBLEM_TABLE[kind];
  const problems = [{ kind, message: detail, ...options }, ...otherProblems];
  return applyDecorators(
    ApiExtraModels(Problem),
    ApiResponse({
      status,
      description,
      headers: isRetryable
        ? { 'Retry-After': { description: 'Seconds to wait before the next attempt.', schema: { type: 'integer' } } }
        : {},
      content: {
        [PROBLEM_MEDIA_TYPE]: {
          schema: { $ref: getSchemaPath(Problem) },
          examples: Object.fromEntries(problems.map((problem) => [problem.kind, toExample(problem)])),
        },
      },
    }),
  );
}

function toExample(problem: ProblemSource): { summary: string; value: Problem } {
  return { summary: PROBLEM_TABLE[problem.kind].title, value: toProblem(problem, EXAMPLE_REQUEST_ID) };
}
