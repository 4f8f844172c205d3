import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

const CLASSES = ['positive', 'neutral', 'negative'] as const;
const SENTIMENTS = [...CLASSES, 'mixed'] as const;
const probability = (description: string, example: number) => ({ minimum: 0, maximum: 1, description, example });

@ApiSchema({ name: 'AzureConfidenceScores' })
export class AzureConfidenceScores {
  @ApiProperty(probability('Probability of the class positive.', 0.9855))
  positive!: number;

  @ApiProperty(probability('Probability of the class neutral. 0 if the model does not have it.', 0.0115))
  neutral!: number;

  @ApiProperty(probability('Probability of the class negative.', 0.003))
  negative!: number;
}

/** The class of a text, and the probabilities of all classes. */
export interface AzureClassSentiment {
  readonly sentiment: (typeof CLASSES)[number];
  readonly confidenceScores: AzureConfidenceScores;
}

@ApiSchema({ name: 'AzureSentence' })
export class AzureSentence {
  @ApiProperty({ description: 'The sentence.', example: 'This is fun' })
  text!: string;

  @ApiProperty({ enum: CLASSES, description: 'The class with the highest probability.', example: 'positive' })
  sentiment!: (typeof CLASSES)[number];

  @ApiProperty({ type: AzureConfidenceScores, description: 'The probabilities of all classes.' })
  confidenceScores!: AzureConfidenceScores;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    description: 'Begin of the sentence, in the unit of the request.',
    example: 0,
  })
  offset!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    description: 'Length of the sentence, in the unit of the request.',
    example: 11,
  })
  length!: number;
}

@ApiSchema({ name: 'AzureWarning' })
export class AzureWarning {
  @ApiProperty({ enum: ['DocumentTruncated'], description: 'Kind of the warning.', example: 'DocumentTruncated' })
  code!: 'DocumentTruncated';

  @ApiProperty({
    description: 'A sentence about the warning.',
    example: 'The document is longer than the model reads. The model read its beginning.',
  })
  message!: string;
}

@ApiSchema({ name: 'AzureDocumentStatistics' })
export class AzureDocumentStatistics {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Length of the document in text elements.', example: 11 })
  charactersCount!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Text records of 1,000 text elements each.', example: 1 })
  transactionsCount!: number;
}

@ApiSchema({ name: 'AzureDocumentSentiment' })
export class AzureDocumentSentiment {
  @ApiProperty({ description: 'The `id` of the document.', example: '1' })
  id!: string;

  @ApiProperty({
    enum: SENTIMENTS,
    description: 'The class with the highest probability. `mixed` only if the setting DIALECT_MIXED is `on`.',
    example: 'positive',
  })
  sentiment!: (typeof SENTIMENTS)[number];

  @ApiPropertyOptional({ type: AzureDocumentStatistics, description: 'Absent without `showStats`.' })
  statistics?: AzureDocumentStatistics;

  @ApiProperty({ type: AzureConfidenceScores, description: 'The probabilities of all classes.' })
  confidenceScores!: AzureConfidenceScores;

  @ApiProperty({
    type: [AzureSentence],
    description:
      'The sentences at the beginning of the document: of its first 10,668 characters, if the model reads as many.',
  })
  sentences!: AzureSentence[];

  @ApiProperty({ type: [AzureWarning], description: 'Empty for most documents.' })
  warnings!: AzureWarning[];
}

@ApiSchema({ name: 'AzureInnerError' })
export class AzureInnerError {
  @ApiProperty({ description: 'What is wrong.', example: 'InvalidDocument' })
  code!: string;

  @ApiProperty({ description: 'A sentence about the error.', example: 'Document text is empty.' })
  message!: string;
}

@ApiSchema({ name: 'AzureErrorDetails' })
export class AzureErrorDetails {
  @ApiProperty({ description: 'Kind of the error.', example: 'InvalidArgument' })
  code!: string;

  @ApiProperty({ description: 'A sentence about the error.', example: 'Document text is empty.' })
  message!: string;

  @ApiPropertyOptional({ type: AzureInnerError, description: 'The exact fault, if the client can mend it.' })
  innererror?: AzureInnerError;
}

@ApiSchema({ name: 'AzureDocumentError' })
export class AzureDocumentError {
  @ApiProperty({ description: 'The `id` of the document.', example: '2' })
  id!: string;

  @ApiProperty({ type: AzureErrorDetails, description: 'Why the document has no answer.' })
  error!: AzureErrorDetails;
}

@ApiSchema({ name: 'AzureBatchStatistics' })
export class AzureBatchStatistics {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Documents of the request.', example: 2 })
  documentsCount!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Documents with an answer.', example: 1 })
  validDocumentsCount!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Documents with an error.', example: 1 })
  erroneousDocumentsCount!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    description: 'Text records of the documents with an answer.',
    example: 1,
  })
  transactionsCount!: number;
}

@ApiSchema({ name: 'AzureResults' })
export class AzureResults {
  @ApiProperty({ type: [AzureDocumentSentiment], description: 'Answers, in the order of the request.' })
  documents!: AzureDocumentSentiment[];

  @ApiProperty({ type: [AzureDocumentError], description: 'Documents without an answer, in the order of the request.' })
  errors!: AzureDocumentError[];

  @ApiPropertyOptional({ type: AzureBatchStatistics, description: 'Absent without `showStats`.' })
  statistics?: AzureBatchStatistics;

  @ApiProperty({
    description: 'Name of the model that answered, and the beginning of its digest (GET /model).',
    example: 'minilm-l6-sentiment@1f0a2b3c4d5e',
  })
  modelVersion!: string;
}

@ApiSchema({ name: 'AzureAnalyzeTextResponse' })
export class AzureAnalyzeTextResponse {
  @ApiProperty({
    enum: ['SentimentAnalysisResults'],
    description: 'Always the same.',
    example: 'SentimentAnalysisResults',
  })
  kind!: 'SentimentAnalysisResults';

  @ApiProperty({ type: AzureResults, description: 'Answers and errors.' })
  results!: AzureResults;
}

@ApiSchema({ name: 'AzureErrorBody' })
export class AzureErrorBody {
  @ApiProperty({ type: AzureErrorDetails, description: 'What went wrong.' })
  error!: AzureErrorDetails;
}

@ApiSchema({ name: 'AzureDocument' })
export class AzureDocument {
  @ApiProperty({
    minLength: 1,
    description: 'Name of the document. No other document of the request has it.',
    example: '1',
  })
  id!: string;

  @ApiProperty({ description: 'The text. An empty text has an error in the answer.', example: 'This is fun' })
  text!: string;

  @ApiPropertyOptional({
    description: 'Code of the language, such as `en` or `en-US`. Without it, the service detects the language.',
    example: 'en',
  })
  language?: string;
}

@ApiSchema({ name: 'AzureTextAnalyticsRequest' })
export class AzureTextAnalyticsRequest {
  @ApiProperty({ type: [AzureDocument], minItems: 1, description: 'The documents, at most MAX_TEXTS.' })
  documents!: AzureDocument[];
}

@ApiSchema({ name: 'AzureParameters' })
export class AzureParameters {
  @ApiPropertyOptional({
    enum: ['TextElements_v8', 'UnicodeCodePoint', 'Utf16CodeUnit'],
    description: 'Unit of offsets and lengths. Default: `TextElements_v8`, characters as readers see them.',
    example: 'UnicodeCodePoint',
  })
  stringIndexType?: string;

  @ApiPropertyOptional({
    description: 'The service ignores it: it answers with the model that it serves.',
    example: 'latest',
  })
  modelVersion?: string;

  @ApiPropertyOptional({ type: Boolean, enum: [false], description: 'Must be `false`.', example: false })
  opinionMining?: boolean;
}

@ApiSchema({ name: 'AzureAnalyzeTextRequest' })
export class AzureAnalyzeTextRequest {
  @ApiProperty({ enum: ['SentimentAnalysis'], description: 'The analysis.', example: 'SentimentAnalysis' })
  kind!: 'SentimentAnalysis';

  @ApiProperty({ type: AzureTextAnalyticsRequest, description: 'The documents.' })
  analysisInput!: AzureTextAnalyticsRequest;

  @ApiPropertyOptional({ type: AzureParameters, description: 'Options.' })
  parameters?: AzureParameters;
}
