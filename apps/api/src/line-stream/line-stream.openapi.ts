import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { LineFailureDto, StreamEndDto } from './line-answers.dto.js';
import { NDJSON_MEDIA_TYPE } from './line-streams.js';

/** Where ApiLineStream leaves its classes until the document is complete. */
const EXTENSION = 'x-line-stream';

type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;

interface Extended {
  readonly [EXTENSION]?: LineStreamSchemas;
}

interface LineStreamSchemas {
  readonly line: string;
  readonly answer: string;
}

/**
 * Documents that a route takes a stream of lines, too.
 *
 * @param line class of a line that is an object
 * @param answer class of the answer to a line
 */
export function ApiLineStream(line: Type, answer: Type): MethodDecorator {
  const schemas: LineStreamSchemas = { line: getSchemaPath(line), answer: getSchemaPath(answer) };
  return applyDecorators(ApiExtraModels(line, answer, LineFailureDto, StreamEndDto), ApiExtension(EXTENSION, schemas));
}

/** Adds the media type of streams to the operations with ApiLineStream. (ApiBody has one schema for all media types.) */
export function documentLineStreams(document: OpenAPIObject): OpenAPIObject {
  for (const { post } of Object.values(document.paths)) if (post) documentLineStream(post);
  return document;
}

function documentLineStream(operation: Operation): void {
  const schemas = (operation as Extended)[EXTENSION];
  if (!schemas) return;
  const { line, answer } = schemas;
  Reflect.deleteProperty(operation, EXTENSION);
  const { requestBody } = operation;
  const response = operation.responses['200'];
  if (!requestBody || !('content' in requestBody) || !response || !('content' in response)) return;
  requestBody.content[NDJSON_MEDIA_TYPE] = {
    schema: {
      description: 'A line: a text as a JSON string, or an object. Blank lines have no answer.',
      oneOf: [{ type: 'string' }, { $ref: line }],
    },
  };
  response.content[NDJSON_MEDIA_TYPE] = {
    schema: {
      description: 'A line: the answer to a line of the request, or the end of the stream, which is the last line.',
      oneOf: [{ $ref: answer }, { $ref: getSchemaPath(LineFailureDto) }, { $ref: getSchemaPath(StreamEndDto) }],
    },
  };
}
