import { ApiProperty, ApiSchema } from '@nestjs/swagger';

/** The body of errors of the Open Inference Protocol and of KServe V1. */
@ApiSchema({ name: 'InferenceError' })
export class InferenceError {
  @ApiProperty({
    description: 'A sentence about the error. It never contains a text of the request.',
    example: '/inputs must be a list of one tensor.',
  })
  error!: string;
}
