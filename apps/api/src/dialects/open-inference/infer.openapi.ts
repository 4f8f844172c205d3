import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiDialectErrors, PREDICTION_ERRORS, UNKNOWN_MODEL } from '../../dialect-route/dialect-errors.openapi.js';
import { DIALECT_HEADERS } from '../../dialect-route/dialect-headers.openapi.js';
import { InferRequest, InferResponse } from './infer.dto.js';
import { HEADER_LENGTH } from './infer-body-reader.js';
import { InferenceError } from './inference-error.dto.js';
import { ApiModelPath } from './model-path.openapi.js';
import { MODEL_VERSION } from './model-version.js';

const DESCRIPTION =
  'The input is one tensor of texts. The outputs are `label` (BYTES), `score` (FP32), `probabilities` (FP32, in the order of the labels of the ' +
  'metadata) and `truncated` (BOOL: the text is longer than what the model reads).\n\n' +
  `The body can have the tensor after the JSON (extension \`binary_tensor_data\`). Then the header \`${HEADER_LENGTH}\` is the length of the ` +
  'JSON, and each text follows as its length in bytes (unsigned, 32 bits, little-endian) and its UTF-8. The Content-Type can be ' +
  '`application/octet-stream`. The answer is JSON in all cases.';

const REQUEST: InferRequest = {
  id: 'request-1',
  inputs: [{ name: 'text', shape: [2], datatype: 'BYTES', data: ['This is fun', 'the movie was awful'] }],
  outputs: [{ name: 'label' }, { name: 'score' }],
};
const RESPONSE: InferResponse = {
  model_name: 'sentiment',
  model_version: MODEL_VERSION,
  id: 'request-1',
  outputs: [
    { name: 'label', shape: [2], datatype: 'BYTES', data: ['POSITIVE', 'NEGATIVE'] },
    { name: 'score', shape: [2], datatype: 'FP32', data: [0.9856981635093689, 0.9865080118179321] },
  ],
};

/** The OpenAPI description of an inference request. */
export function ApiInfer({ hasVersion }: { readonly hasVersion: boolean }): MethodDecorator {
  return applyDecorators(
    ApiModelPath(hasVersion),
    ApiOperation({
      operationId: hasVersion ? 'openInferenceInferVersion' : 'openInferenceInfer',
      summary: 'Classifies texts, in the Open Inference Protocol',
      description: DESCRIPTION,
    }),
    ApiBody({ type: InferRequest, examples: { texts: { summary: 'Two texts', value: REQUEST } } }),
    ApiOkResponse({
      type: InferResponse,
      description: 'The outputs that the request asks for.',
      headers: DIALECT_HEADERS,
      example: RESPONSE,
    }),
    ApiDialectErrors(InferenceError, PREDICTION_ERRORS, UNKNOWN_MODEL),
  );
}
