import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import { LineFailureDto, StreamEndDto } from './line-answers.dto.js';

/** For the description of an operation. */
export const STREAM_DESCRIPTION =
  'With the Content-Type `application/x-ndjson` the route takes a stream: a text a line, and answers each line with a line. ' +
  '`x-ndjson-stream` describes the lines.';

/**
 * Documents that a route takes a stream of lines, too. It is an extension of OpenAPI: a second media type of the operation would
 * change the types of generated clients, and openapi-python-client refuses it.
 *
 * @param line class of a line that is an object
 * @param answer class of the answer to a line
 */
export function ApiLineStream(line: Type, answer: Type): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(line, answer, LineFailureDto, StreamEndDto),
    ApiExtension('x-ndjson-stream', {
      request: {
        description: 'A line: a text as a JSON string, or an object. Blank lines have no answer.',
        oneOf: [{ type: 'string' }, { $ref: getSchemaPath(line) }],
      },
      response: {
        description: 'A line: the answer to a line of the request, or the end of the stream, which is the last line.',
        oneOf: [answer, LineFailureDto, StreamEndDto].map((model) => ({ $ref: getSchemaPath(model) })),
      },
    }),
  );
}
