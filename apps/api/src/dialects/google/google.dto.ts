import { ApiProperty, ApiPropertyOptional, ApiSchema, type ApiPropertyOptions } from '@nestjs/swagger';

const CONTENT = {
  description: 'The text. It must not be blank.',
  example: 'The room was lovely. The staff ignored us all week.',
};
const LANGUAGE = {
  description:
    'Language of the text: a code of BCP 47. The model must read it. Without it, or with an empty string, the service detects the language.',
  example: 'en',
};
const TYPE = {
  enum: ['PLAIN_TEXT'],
  description: 'The number 1 is valid too. The service does not read HTML.',
  example: 'PLAIN_TEXT',
};
const ENCODING_TYPE = {
  enum: ['NONE', 'UTF8', 'UTF16', 'UTF32'],
  description:
    'What `beginOffset` counts: bytes of UTF-8, units of UTF-16, or code points. With NONE, each `beginOffset` is -1. The numbers 0 to 3 ' +
    'are valid too. Default: NONE.',
  example: 'UTF32',
};

@ApiSchema({ name: 'GoogleDocumentV1' })
export class GoogleDocumentV1 {
  @ApiProperty(TYPE)
  type!: string;

  @ApiProperty(CONTENT)
  content!: string;

  @ApiPropertyOptional(LANGUAGE)
  language?: string;
}

@ApiSchema({ name: 'GoogleDocumentV2' })
export class GoogleDocumentV2 {
  @ApiProperty(TYPE)
  type!: string;

  @ApiProperty(CONTENT)
  content!: string;

  @ApiPropertyOptional(LANGUAGE)
  languageCode?: string;
}

@ApiSchema({ name: 'GoogleSentimentRequestV1' })
export class GoogleSentimentRequestV1 {
  @ApiProperty({ type: GoogleDocumentV1, description: 'The document.' })
  document!: GoogleDocumentV1;

  @ApiPropertyOptional(ENCODING_TYPE)
  encodingType?: string;
}

@ApiSchema({ name: 'GoogleSentimentRequestV2' })
export class GoogleSentimentRequestV2 {
  @ApiProperty({ type: GoogleDocumentV2, description: 'The document.' })
  document!: GoogleDocumentV2;

  @ApiPropertyOptional(ENCODING_TYPE)
  encodingType?: string;
}

@ApiSchema({ name: 'GoogleSentiment' })
export class GoogleSentiment {
  @ApiProperty({
    minimum: 0,
    description:
      'The magnitude of a sentence is its score without its sign. That of a document is the sum over its sentences.',
    example: 0.97,
  })
  magnitude!: number;

  @ApiProperty({
    minimum: -1,
    maximum: 1,
    description: 'The probability of the positive label minus that of the negative label.',
    example: 0.97,
  })
  score!: number;
}

@ApiSchema({ name: 'GoogleTextSpan' })
export class GoogleTextSpan {
  @ApiProperty({ description: 'The sentence.', example: 'The room was lovely.' })
  content!: string;

  @ApiProperty({
    type: 'integer',
    minimum: -1,
    description: 'Where the sentence begins in the document, in the unit of `encodingType`, or -1.',
    example: 0,
  })
  beginOffset!: number;
}

@ApiSchema({ name: 'GoogleSentence' })
export class GoogleSentence {
  @ApiProperty({ type: GoogleTextSpan, description: 'The sentence, and its place.' })
  text!: GoogleTextSpan;

  @ApiProperty({ type: GoogleSentiment, description: 'Its sentiment.' })
  sentiment!: GoogleSentiment;
}

const ANSWER_LANGUAGE = {
  description:
    'The language of the request, or the detected one. With `LANGUAGE_POLICY=off` the first language of the model.',
  example: 'en',
};
const DOCUMENT_SENTIMENT = { type: GoogleSentiment, description: 'The sentiment of the whole document.' };
const SENTENCES: ApiPropertyOptions = {
  type: [GoogleSentence],
  description:
    'The sentences at the beginning of the document: of its first 10,668 characters, if the model reads as many.',
};

@ApiSchema({ name: 'GoogleSentimentResponseV1' })
export class GoogleSentimentResponseV1 {
  @ApiProperty(DOCUMENT_SENTIMENT)
  documentSentiment!: GoogleSentiment;

  @ApiProperty(ANSWER_LANGUAGE)
  language!: string;

  @ApiProperty(SENTENCES)
  sentences!: GoogleSentence[];
}

@ApiSchema({ name: 'GoogleSentimentResponseV2' })
export class GoogleSentimentResponseV2 {
  @ApiProperty(DOCUMENT_SENTIMENT)
  documentSentiment!: GoogleSentiment;

  @ApiProperty(ANSWER_LANGUAGE)
  languageCode!: string;

  @ApiProperty(SENTENCES)
  sentences!: GoogleSentence[];

  @ApiProperty({
    description:
      'false: the service detected a language that the model does not read, and answers all the same (`LANGUAGE_POLICY=warn`).',
    example: true,
  })
  languageSupported!: boolean;
}

@ApiSchema({ name: 'GoogleStatus' })
export class GoogleStatus {
  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599, description: 'HTTP status of the answer.', example: 400 })
  code!: number;

  @ApiProperty({
    description: 'A sentence about the error. It never contains a text of the request.',
    example: 'document.content must have some text.',
  })
  message!: string;

  @ApiProperty({ description: 'Name of the error, of google.rpc.Code.', example: 'INVALID_ARGUMENT' })
  status!: string;
}

@ApiSchema({ name: 'GoogleError' })
export class GoogleError {
  @ApiProperty({ type: GoogleStatus, description: 'What went wrong.' })
  error!: GoogleStatus;
}
