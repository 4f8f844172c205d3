import { ApiProperty, ApiPropertyOptional, ApiSchema, PickType } from '@nestjs/swagger';
import { ApiLineId } from '../line-stream/line-answers.dto.js';
import { SentimentRequest } from './sentiment-request.dto.js';
import { Sentiment } from './sentiment-response.dto.js';

@ApiSchema({ name: 'PredictionLine' })
export class PredictionLineDto extends PickType(SentimentRequest, ['neutral']) {
  @ApiLineId('Name of the line, which its answer repeats.')
  id?: string | number;

  @ApiProperty({ type: String, description: 'The text. A blank text is valid.', example: 'This is fun' })
  text!: string;
}

@ApiSchema({ name: 'LinePrediction' })
export class LinePredictionDto {
  @ApiLineId('The `id` of the line, if it has one.')
  id?: string | number;

  @ApiProperty({
    type: [Sentiment],
    description: 'The labels of the text, as in `predictions` of an answer without a stream.',
  })
  predictions!: Sentiment[];

  @ApiPropertyOptional({
    type: Boolean,
    enum: [true],
    description: 'The text is longer than all windows of the model. Absent for other texts.',
  })
  truncated?: true;
}
