import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

const OWNER = 'sentiment-service';

@ApiSchema({ name: 'ServedModelCard' })
export class ServedModelCard {
  @ApiProperty({ description: 'A name by which requests can call the model.', example: 'sentiment' })
  id!: string;

  @ApiProperty({ enum: ['model'], description: 'Always `model`.', example: 'model' })
  object!: string;

  @ApiProperty({ type: 'integer', description: 'Start of the service, in seconds since 1970.', example: 1_745_383_213 })
  created!: number;

  @ApiProperty({ enum: [OWNER], description: `Always \`${OWNER}\`.`, example: OWNER })
  owned_by!: string;
}

@ApiSchema({ name: 'ServedModelList' })
export class ServedModelList {
  @ApiPropertyOptional({
    type: [String],
    description:
      'The names of the model, for clients of KServe V1. Absent if the setting DIALECTS is without `kserve`.',
    example: ['minilm-l6-sentiment', 'sentiment'],
  })
  models?: readonly string[];

  @ApiPropertyOptional({
    enum: ['list'],
    description: 'Always `list`, for clients of vLLM and OpenAI. Absent if the setting DIALECTS is without `vllm`.',
    example: 'list',
  })
  object?: string;

  @ApiPropertyOptional({
    type: [ServedModelCard],
    description: 'One entry for each name of the model, with `object`.',
  })
  data?: readonly ServedModelCard[];
}

/**
 * Lists the names of the model for the dialects that are on.
 *
 * @param createdSeconds start of the service, in seconds since 1970
 */
export function toModelList(
  names: readonly string[],
  dialects: readonly string[],
  createdSeconds: number,
): ServedModelList {
  const cards = names.map((id) => ({ id, object: 'model', created: createdSeconds, owned_by: OWNER }));
  return {
    ...(dialects.includes('kserve') && { models: names }),
    ...(dialects.includes('vllm') && { object: 'list', data: cards }),
  };
}
