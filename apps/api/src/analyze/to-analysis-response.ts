import { createCodePointOffsets, type DocumentAnalysis, type DocumentOutcome, type Sentence } from '#libs/analysis';
import type { AnalysisRequest, DocumentDto } from './analysis-request.dto.js';
import type { AnalysisResponse, DocumentAnalysisDto, DocumentErrorDto } from './analysis-response.dto.js';

/** The place of a sentence or a word, as answers give it. */
interface Range {
  readonly offset: number;
  readonly length: number;
  readonly codePointOffset?: number;
  readonly codePointLength?: number;
}

/** @param outcomes of the documents of the request, in their order */
export function toAnalysisResponse(request: AnalysisRequest, outcomes: readonly DocumentOutcome[]): AnalysisResponse {
  const documents: DocumentAnalysisDto[] = [];
  const errors: DocumentErrorDto[] = [];
  request.documents.forEach((document, index) => {
    const outcome = outcomes[index];
    if (!outcome) throw new Error('a document has no outcome');
    const name = { ...(document.id === undefined ? {} : { id: document.id }), index };
    if (isAnalyzed(outcome)) documents.push({ ...name, ...toDocument(document, outcome, request) });
    else errors.push({ ...name, ...toDocumentFailure(outcome) });
  });
  return { documents, errors };
}

/** Tells an answer from the two ways in which a document has none. */
export function isAnalyzed(outcome: DocumentOutcome): outcome is DocumentAnalysis {
  return !('failure' in outcome) && !('unsupportedLanguage' in outcome);
}

/** @returns why a document has no answer */
export function toDocumentFailure(
  outcome: Exclude<DocumentOutcome, DocumentAnalysis>,
): Pick<DocumentErrorDto, 'kind' | 'detail'> {
  if ('failure' in outcome)
    return { kind: outcome.isRefused ? 'text-refused' : 'text-failed', detail: outcome.failure };
  const detail = `The model does not read texts in the language "${outcome.unsupportedLanguage}".`;
  return { kind: 'unsupported-language', detail };
}

/** @returns the answer to a document, without its place in the request */
export function toDocument(
  { text }: DocumentDto,
  analysis: DocumentAnalysis,
  { codePoints }: AnalysisRequest,
): Omit<DocumentAnalysisDto, 'id' | 'index'> {
  const { sentiment, scores, sentences, evidence, words, language, tokens, readShare, warnings } = analysis;
  const sentenceRanges = toRanges(text, sentences ?? [], codePoints);
  const wordRanges = toRanges(text, words ?? [], codePoints);
  return {
    sentiment,
    scores: [...scores],
    ...(sentences && {
      sentences: sentences.map(({ label, score }, index) => ({ ...getRange(sentenceRanges, index), label, score })),
      evidence: evidence.map(({ index, direction }) => ({
        ...getRange(sentenceRanges, index),
        direction,
        sentence: index,
      })),
    }),
    ...(words && {
      words: words.map(({ contribution }, index) => ({ ...getRange(wordRanges, index), contribution })),
    }),
    ...(language && {
      language: {
        code: language.code,
        ...(language.confidence === undefined ? {} : { confidence: language.confidence }),
      },
    }),
    tokens,
    characters: text.length,
    readShare,
    warnings: [...warnings],
  };
}

function getRange(ranges: readonly Range[], index: number): Range {
  const range = ranges[index];
  if (!range) throw new Error('a sentence has no place');
  return range;
}

/** @param parts in ascending order */
function toRanges(text: string, parts: readonly Sentence[], codePoints: boolean): Range[] {
  const toCodePoints = createCodePointOffsets(text);
  return parts.map(({ start, end }) => {
    const range = { offset: start, length: end - start };
    if (!codePoints) return range;
    const codePointOffset = toCodePoints(start);
    return { ...range, codePointOffset, codePointLength: toCodePoints(end) - codePointOffset };
  });
}
