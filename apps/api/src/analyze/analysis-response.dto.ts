import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { LANGUAGE_POLICIES, type Sentiment as DocumentSentiment, type Warning } from '#libs/analysis';
import { Sentiment } from '../predict/sentiment-response.dto.js';

const SENTIMENTS = ['positive', 'negative', 'neutral', 'mixed', 'uncertain'] as const satisfies DocumentSentiment[];
const WARNINGS = ['truncated', 'language', 'unknown-characters', 'short'] as const satisfies Warning[];

class TextRange {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Place in the text, in UTF-16 units.', example: 0 })
  offset!: number;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'Length in UTF-16 units.', example: 20 })
  length!: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: 'Place in the text, in code points. Only if the request has `"codePoints": true`.',
    example: 0,
  })
  codePointOffset?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    description: 'Length in code points. Only if the request has `"codePoints": true`.',
    example: 20,
  })
  codePointLength?: number;
}

@ApiSchema({ name: 'AnalyzedSentence' })
export class SentenceDto extends TextRange {
  @ApiProperty({ description: 'The label with the highest score.', example: 'POSITIVE' })
  label!: string;

  @ApiProperty({ minimum: 0, maximum: 1, description: 'Score of the label.', example: 0.97 })
  score!: number;
}

@ApiSchema({ name: 'Evidence' })
export class EvidenceDto extends TextRange {
  @ApiProperty({ enum: ['positive', 'negative'], description: 'The direction that the sentence speaks for.' })
  direction!: 'positive' | 'negative';

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Index of the sentence in `sentences`.', example: 0 })
  sentence!: number;
}

@ApiSchema({ name: 'WordContribution' })
export class WordDto extends TextRange {
  @ApiProperty({
    minimum: -1,
    maximum: 1,
    description:
      'Change of the polarity if the word is left out, as a share of the changes of all words. More than 0: the word makes the ' +
      'document more positive. Contributions do not add up where a word negates another word.',
    example: 0.4,
  })
  contribution!: number;
}

@ApiSchema({ name: 'DocumentLanguage' })
export class LanguageDto {
  @ApiProperty({
    description:
      'ISO 639-1 code of the language, `und` if the text has no known words, or the language that the request names.',
    example: 'en',
  })
  code!: string;

  @ApiPropertyOptional({
    minimum: 0,
    maximum: 1,
    description: 'Estimated probability that the language is right. Absent if the request names the language.',
    example: 0.99,
  })
  confidence?: number;
}

@ApiSchema({ name: 'DocumentAnalysis' })
export class DocumentAnalysisDto {
  @ApiPropertyOptional({ type: String, description: 'The `id` of the request, if it has one.', example: 'review-1' })
  id?: string;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Index of the document in the request.', example: 0 })
  index!: number;

  @ApiProperty({
    enum: SENTIMENTS,
    description:
      '`positive`, `negative` or `neutral`: the label with the highest score. `mixed`: strong sentences speak for both directions. ' +
      '`uncertain`: the highest score is less than `minScore`.',
    example: 'mixed',
  })
  sentiment!: DocumentSentiment;

  @ApiProperty({ type: [Sentiment], description: 'All labels of the model, with the highest score first.' })
  scores!: Sentiment[];

  @ApiPropertyOptional({
    type: [SentenceDto],
    description:
      'The sentences of the part that the model read, in order. Absent if the request has `"sentences": false`.',
  })
  sentences?: SentenceDto[];

  @ApiPropertyOptional({
    type: [EvidenceDto],
    description:
      'The sentences that carry the answer most: at most two for each direction, with the strongest first. Absent if the request has `"sentences": false`.',
  })
  evidence?: EvidenceDto[];

  @ApiPropertyOptional({
    type: [WordDto],
    description: 'The words, in order. Only if the request has `"explain": true`.',
  })
  words?: WordDto[];

  @ApiPropertyOptional({
    type: LanguageDto,
    description: `Language of the document. Absent if the setting LANGUAGE_POLICY (${LANGUAGE_POLICIES.join(', ')}) is \`off\`.`,
  })
  language?: LanguageDto;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Number of tokens that the model read.', example: 14 })
  tokens!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Length of the text in UTF-16 units.', example: 51 })
  characters!: number;

  @ApiProperty({ minimum: 0, maximum: 1, description: 'Share of the text that the model read.', example: 1 })
  readShare!: number;

  @ApiProperty({
    enum: WARNINGS,
    isArray: true,
    description:
      '`truncated`: the model read only the beginning. `language`: the document is not in a language of the model. `unknown-characters`: ' +
      'the model does not know some characters. `short`: the text has hardly any words.',
    example: [],
  })
  warnings!: Warning[];
}

@ApiSchema({ name: 'DocumentError' })
export class DocumentErrorDto {
  @ApiPropertyOptional({ type: String, description: 'The `id` of the request, if it has one.', example: 'review-2' })
  id?: string;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Index of the document in the request.', example: 1 })
  index!: number;

  @ApiProperty({
    enum: ['text-refused', 'text-failed', 'unsupported-language'],
    description:
      '`text-refused`: the document crashed model processes. `text-failed`: the model failed on the document. `unsupported-language`: the ' +
      'document is not in a language of the model, and the setting LANGUAGE_POLICY is `reject`.',
    example: 'unsupported-language',
  })
  kind!: 'text-refused' | 'text-failed' | 'unsupported-language';

  @ApiProperty({
    description: 'A sentence about the error.',
    example: 'The model does not read texts in the language "de".',
  })
  detail!: string;
}

@ApiSchema({ name: 'AnalysisResponse' })
export class AnalysisResponse {
  @ApiProperty({ type: [DocumentAnalysisDto], description: 'The analyzed documents, in the order of the request.' })
  documents!: DocumentAnalysisDto[];

  @ApiProperty({
    type: [DocumentErrorDto],
    description:
      'The documents without an answer, in the order of the request. They do not change the answers of other documents.',
  })
  errors!: DocumentErrorDto[];
}
