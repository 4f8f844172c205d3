import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ModelDescription } from '#libs/prediction';

/** The text classifier of text-embeddings-inference lists its labels. */
interface ClassifierType {
  readonly classifier: {
    readonly id2label: Readonly<Record<string, string>>;
    readonly label2id: Readonly<Record<string, number>>;
  };
}

/** The parts of the answer of text-embeddings-inference that this service has values for. */
@ApiSchema({ name: 'TeiServerInformation' })
export class ServerInformation {
  @ApiProperty({ description: 'Name of the model.', example: 'minilm-l6-sentiment' })
  model_id!: string;

  @ApiProperty({ description: 'Digest of the files of the model.', example: '1f0a2b3c4d5e' })
  model_sha!: string;

  @ApiProperty({ description: 'Number format of the model.', example: 'int8' })
  model_dtype!: string;

  @ApiProperty({
    description: 'The labels of the model, by their number and by their name.',
    type: 'object',
    additionalProperties: true,
    example: { classifier: { id2label: { 0: 'NEGATIVE', 1: 'POSITIVE' }, label2id: { NEGATIVE: 0, POSITIVE: 1 } } },
  })
  model_type!: ClassifierType;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    description: 'Longest input that one run of the model reads, in tokens.',
    example: 512,
  })
  max_input_length!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    description: 'Most texts in a request (setting MAX_TEXTS).',
    example: 1_000,
  })
  max_client_batch_size!: number;

  @ApiProperty({
    description: 'Always true: the service reads the first part of a text that is too long.',
    example: true,
  })
  auto_truncate!: boolean;

  @ApiProperty({ description: 'Version of this service.', example: '1.0.0' })
  version!: string;
}

/** @param maxTexts most texts in a request; @param version of this service */
export function toServerInformation(model: ModelDescription, maxTexts: number, version: string): ServerInformation {
  const entries = model.labels.map((label, index) => ({ label, index }));
  return {
    model_id: model.name,
    model_sha: model.digest,
    model_dtype: model.precision,
    model_type: {
      classifier: {
        id2label: Object.fromEntries(entries.map(({ label, index }) => [String(index), label])),
        label2id: Object.fromEntries(entries.map(({ label, index }) => [label, index])),
      },
    },
    max_input_length: model.maxTokens,
    max_client_batch_size: maxTexts,
    auto_truncate: true,
    version,
  };
}
