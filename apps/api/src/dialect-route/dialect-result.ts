import type { ClassificationResult } from '#libs/prediction';
import type { AnsweringDialect, DialectAnswer } from './dialect.js';

/** What every result says about how it came about. */
export type ResultFacts = Pick<ClassificationResult, 'model' | 'timings' | 'lookup'>;

/** The result of a request, and what decides the form of its answer. DialectResponseInterceptor renders it. */
export type DialectResult<Result extends ResultFacts = ClassificationResult> = Result & {
  readonly dialect: AnsweringDialect;
  readonly request: { readonly render: (result: Result) => DialectAnswer };
};
