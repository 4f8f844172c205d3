import type { DocumentAnalysis, DocumentError } from '../openapi/api-types.js';
import { createBrokenAnswerError } from '../transport/transport-errors.js';
import { isRecord, parseJson } from '../transport/parse-json.js';
import type { ReadResponse } from '../transport/read-problem.js';
import { readAnswerFacts, type AnswerFacts } from './answer-facts.js';
import { findFault, isAbsentOr, areEntries, isNumber, isText, isTextList, type Check } from './find-fault.js';

/** The answer to a request of `POST /analyze`. Each document is in `documents` or in `errors`. */
export interface Analysis extends AnswerFacts {
  /** In the order of the request. */
  readonly documents: readonly DocumentAnalysis[];
  /** In the order of the request. */
  readonly errors: readonly DocumentError[];
}

/** The analysis of a line. Its place is that of the line. */
export type LineAnalysis = Omit<DocumentAnalysis, 'index' | 'id'>;

type Checks<T> = Readonly<Record<keyof T, Check>>;

const SCORE_CHECKS = { label: isText, score: isNumber };
const PLACE_CHECKS = { offset: isNumber, length: isNumber };
const LANGUAGE_CHECKS = { code: isText };
const LINE_CHECKS: Checks<Required<LineAnalysis>> = {
  sentiment: isText,
  scores: areEntries(SCORE_CHECKS),
  sentences: isAbsentOr(areEntries({ ...PLACE_CHECKS, ...SCORE_CHECKS })),
  evidence: isAbsentOr(areEntries({ ...PLACE_CHECKS, direction: isText, sentence: isNumber })),
  words: isAbsentOr(areEntries({ ...PLACE_CHECKS, contribution: isNumber })),
  language: isAbsentOr((value) => findFault(value, LANGUAGE_CHECKS) === undefined),
  tokens: isNumber,
  characters: isNumber,
  readShare: isNumber,
  warnings: isTextList,
};
const DOCUMENT_CHECKS = { ...LINE_CHECKS, index: isNumber, id: isAbsentOr(isText) };
const ERROR_CHECKS: Checks<DocumentError> = { index: isNumber, id: isAbsentOr(isText), kind: isText, detail: isText };

/**
 * Reads the answer of `POST /analyze`.
 *
 * @param documents number of documents in the request
 * @throws ClientError `broken-answer` for an answer of another shape
 */
export function readAnalysis({ headers, text }: ReadResponse, documents: number): Analysis {
  const answer = parseJson(text);
  if (!isRecord(answer) || !Array.isArray(answer.documents) || !Array.isArray(answer.errors)) {
    throw createBrokenAnswerError('it has no documents and errors');
  }
  for (const document of answer.documents) refuse(findFault(document, DOCUMENT_CHECKS), 'document');
  for (const error of answer.errors) refuse(findFault(error, ERROR_CHECKS), 'error');
  const analysis = answer as unknown as Pick<Analysis, 'documents' | 'errors'>;
  const indexes = new Set([...analysis.documents, ...analysis.errors].map(({ index }) => index));
  const answers = analysis.documents.length + analysis.errors.length;
  if (answers !== documents || Array.from({ length: documents }).some((_, index) => !indexes.has(index))) {
    throw createBrokenAnswerError(`it has ${answers} answers for ${documents} documents, or not one for each`);
  }
  return { documents: analysis.documents, errors: analysis.errors, ...readAnswerFacts(headers) };
}

/**
 * Reads the answer to a line of a stream to `/analyze`.
 *
 * @throws ClientError `broken-answer` for an answer of another shape
 */
export function readLineAnalysis(line: Readonly<Record<string, unknown>>): LineAnalysis {
  refuse(findFault(line, LINE_CHECKS), 'document');
  // The id is that of the line as it was sent.
  return Object.fromEntries(Object.entries(line).filter(([name]) => name !== 'id')) as unknown as LineAnalysis;
}

function refuse(fault: string | undefined, part: string): void {
  if (fault !== undefined) throw createBrokenAnswerError(`the ${part} has no valid ${fault}`);
}
