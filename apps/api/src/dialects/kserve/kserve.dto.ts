import { ApiExtraModels, ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { Sentiment } from '../../predict/sentiment-response.dto.js';

@ApiSchema({ name: 'KServeInstance' })
export class KServeInstance {
  @ApiProperty({ description: 'A text.', example: 'This is fun' })
  text!: string;
}

@ApiExtraModels(KServeInstance)
@ApiSchema({ name: 'KServePredictRequest' })
export class KServePredictRequest {
  @ApiProperty({
    type: 'array',
    items: { oneOf: [{ type: 'string' }, { $ref: getSchemaPath(KServeInstance) }] },
    minItems: 1,
    description: 'At most MAX_TEXTS texts, each as a string or as an object.',
    example: ['This is fun', { text: 'the movie was awful' }],
  })
  instances!: (string | KServeInstance)[];
}

@ApiExtraModels(Sentiment)
@ApiSchema({ name: 'KServePredictResponse' })
export class KServePredictResponse {
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { $ref: getSchemaPath(Sentiment) } },
    description: 'One list of labels for each instance, with the highest score first.',
    example: [
      [
        { label: 'POSITIVE', score: 0.9856981635093689 },
        { label: 'NEGATIVE', score: 0.014301827177405357 },
      ],
    ],
  })
  predictions!: Sentiment[][];
}

@ApiSchema({ name: 'KServeModelStatus' })
export class KServeModelStatus {
  @ApiProperty({ description: 'Name of the model as in the path.', example: 'sentiment' })
  name!: string;

  @ApiProperty({ enum: [true], description: 'Always true: a model that cannot answer is an error.', example: true })
  ready!: boolean;
}
