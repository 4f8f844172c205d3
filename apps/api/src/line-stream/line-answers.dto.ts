import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { ProblemFault } from '../http/errors/problem.dto.js';
import { MAX_ID_CHARS } from './line-value.js';
import type { ErrorKind } from '../http/errors/request-error.js';

/** Documents the `id` of a line. */
export function ApiLineId(description: string): PropertyDecorator {
  return ApiPropertyOptional({
    oneOf: [
      { type: 'string', maxLength: MAX_ID_CHARS },
      { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
    ],
    description,
    example: 'review-1',
  });
}

@ApiSchema({ name: 'LineError' })
export class LineErrorDto {
  @ApiProperty({
    type: String,
    description: 'Kind of the error: the last part of `type` in a problem.',
    example: 'malformed-body',
  })
  kind!: ErrorKind;

  @ApiProperty({
    type: 'integer',
    minimum: 400,
    maximum: 599,
    description: 'HTTP status that the error would have as the answer to a request.',
    example: 400,
  })
  status!: number;

  @ApiProperty({
    description: 'A sentence about the error. It never contains a text of the request.',
    example: 'The line is not valid JSON.',
  })
  detail!: string;

  @ApiPropertyOptional({ type: [ProblemFault], description: 'Places in the line that have a fault.' })
  errors?: ProblemFault[];
}

@ApiSchema({ name: 'LineFailure' })
export class LineFailureDto {
  @ApiLineId('The `id` of the line, if it has one.')
  id?: string | number;

  @ApiProperty({ type: LineErrorDto })
  error!: LineErrorDto;
}

@ApiSchema({ name: 'StreamEnd' })
export class StreamEndDto {
  @ApiProperty({
    description: 'Whether each line of the request has its answer. The service ended the stream otherwise.',
  })
  done!: boolean;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Number of answers before this line.', example: 2 })
  lines!: number;

  @ApiPropertyOptional({
    type: LineErrorDto,
    description: 'Why the service ended the stream. Only if `done` is false.',
  })
  error?: LineErrorDto;
}
