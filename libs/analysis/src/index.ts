export { createCodePointOffsets } from './sentences/code-point-offsets.js';
export type { Sentence } from './sentences/sentence.js';
export type { SentenceSegmenter } from './sentences/slice-boundaries.js';
export { MAX_SENTENCE_UNITS, splitSentences, type SplitOptions } from './sentences/split-sentences.js';
