import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { answerError, type ErrorRenderer } from './answer-error.js';
import { PROBLEM_MEDIA_TYPE, toProblem, toStatusProblem } from './problem.dto.js';

/** An error as `application/problem+json`. */
export const renderProblem: ErrorRenderer = (error, requestId) => {
  const problem =
    error instanceof HttpException ? toStatusProblem(error.getStatus(), requestId) : toProblem(error, requestId);
  return { status: problem.status, mediaType: PROBLEM_MEDIA_TYPE, body: JSON.stringify(problem) };
};

/** Answers every failure as a problem, on routes that have no filter of their own. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    answerError(exception, host, renderProblem, this.logger);
  }
}
