import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { type ErrorKind, ServiceError, type ServiceErrorOptions } from '#libs/prediction';
import { Problem, PROBLEM_MEDIA_TYPE, toProblem } from './problem.dto.js';
import { PROBLEM_TABLE } from './problem-table.js';

const RETRYABLE = new Set<ErrorKind>(['overloaded', 'rate-limited', 'model-loading', 'model-unavailable']);

/** Documents that a route may fail in this way, with an example of what it answers then. */
export function ApiProblem(kind: ErrorKind, description: string, options: ServiceErrorOptions = {}): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(Problem),
    ApiResponse({
      status: PROBLEM_TABLE[kind].status,
      description,
      headers: RETRYABLE.has(kind)
        ? { 'Retry-After': { description: 'Whole seconds.', schema: { type: 'integer' } } }
        : {},
      content: {
        [PROBLEM_MEDIA_TYPE]: {
          schema: { $ref: getSchemaPath(Problem) },
          example: toProblem(new ServiceError(kind, description, options), '0b8cf0ee-6f3c-4f0e-9d0c-1f6e3f8d2a11'),
        },
      },
    }),
  );
}
