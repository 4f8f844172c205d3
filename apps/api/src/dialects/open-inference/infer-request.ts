import type { ClassificationResult } from '#libs/prediction';
import type { DialectContext, DialectRequest } from '../../dialect-route/dialect.js';
import { listProbabilities } from '../../dialect-route/probabilities.js';
import { invalidAt } from '../../prediction-route/invalid-request.js';
import { getProperty } from '../../prediction-route/read-property.js';
import type { InferBody } from './infer-body-reader.js';
import { MODEL_VERSION } from './model-version.js';
import { toOutputTensor } from './output-tensors.js';
import { INPUT, readTextInput } from './read-text-input.js';
import { readRequestedOutputs } from './requested-outputs.js';

/**
 * Reads an inference request, whose answer has the requested outputs.
 *
 * @param modelName as the client calls the model
 * @throws RequestError `invalid-request`, `malformed-body`
 */
export function readInferRequest(
  { json, tensorBytes }: InferBody,
  modelName: string,
  { maxTexts, hasAllLabels }: Pick<DialectContext, 'maxTexts' | 'hasAllLabels'>,
): DialectRequest {
  if (!isObject(json)) throw invalidAt('', 'must be an object');
  const id = readId(json);
  const { name, texts } = readTextInput(getProperty(json, 'inputs'), tensorBytes, maxTexts);
  const requested = readRequestedOutputs(getProperty(json, 'outputs'), name);
  const pointTo = (index: number) => `${INPUT}/data/${index}`;
  return {
    texts,
    render(result: ClassificationResult) {
      const probabilities = listProbabilities(result, { hasAllLabels, pointTo });
      return {
        body: {
          model_name: modelName,
          model_version: MODEL_VERSION,
          ...(id !== undefined && { id }),
          outputs: requested.map((output) => toOutputTensor(output, probabilities)),
        },
        firstLabels: probabilities.firstLabels,
        truncated: probabilities.truncated,
      };
    },
  };
}

function isObject(json: unknown): json is object {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** @throws RequestError `invalid-request` */
function readId(json: object): string | undefined {
  const id = getProperty(json, 'id') ?? undefined;
  if (id === undefined || typeof id === 'string') return id;
  throw invalidAt('/id', 'must be a string');
}
