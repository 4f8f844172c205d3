import { invalidAt } from '../../prediction-route/invalid-request.js';
import { getProperty } from '../../prediction-route/read-property.js';

/** The outputs of the model. */
export const OUTPUT_NAMES = ['label', 'score', 'probabilities', 'truncated'] as const;
/** The output of MLServer's runtime for models of Hugging Face: the first label of each text as a JSON text. */
export const JSON_OUTPUT = 'output';
/** The inputs of that runtime. A request with one of them gets its output. */
const JSON_OUTPUT_INPUTS: readonly string[] = ['args', 'array_inputs'];
const OUTPUTS = '/outputs';

export type OutputName = (typeof OUTPUT_NAMES)[number] | typeof JSON_OUTPUT;

/** An output that a request asks for. */
export interface RequestedOutput {
  readonly name: OutputName;
  /** Number of classes of Triton's extension `classification`; undefined for the plain tensor. */
  readonly classCount: number | undefined;
}

/**
 * Reads which outputs a request asks for.
 *
 * @param outputs the property of the body
 * @param inputName name of the input of the request
 * @returns each output once; without a choice all of the model, or the one of MLServer for a request with its input
 * @throws RequestError `invalid-request`
 */
export function readRequestedOutputs(outputs: unknown, inputName: string): RequestedOutput[] {
  const hasJsonOutput = JSON_OUTPUT_INPUTS.includes(inputName);
  const defaults: readonly OutputName[] = hasJsonOutput ? [JSON_OUTPUT] : OUTPUT_NAMES;
  const asked = outputs ?? [];
  if (!Array.isArray(asked)) throw invalidAt(OUTPUTS, 'must be a list of outputs');
  if (asked.length === 0) return defaults.map((name) => ({ name, classCount: undefined }));
  const names: readonly OutputName[] = hasJsonOutput ? [...OUTPUT_NAMES, JSON_OUTPUT] : OUTPUT_NAMES;
  // Each output at most once: a long list of the same one would make a huge answer of a small request.
  if (asked.length > names.length) throw invalidAt(OUTPUTS, `must have at most ${names.length} outputs`);
  const requested = asked.map((output: unknown, index) => readOutput(output, names, `${OUTPUTS}/${index}`));
  if (new Set(requested.map(({ name }) => name)).size < requested.length) {
    throw invalidAt(OUTPUTS, 'must name each output once');
  }
  return requested;
}

function readOutput(output: unknown, names: readonly OutputName[], pointer: string): RequestedOutput {
  const asked = getProperty(output, 'name');
  const name = names.find((each) => each === asked);
  if (name === undefined) throw invalidAt(`${pointer}/name`, `must be one of ${names.join(', ')}`);
  const parameters = getProperty(output, 'parameters');
  const classCount = getProperty(parameters, 'classification') ?? undefined;
  if (classCount === undefined) return { name, classCount };
  const classification = `${pointer}/parameters/classification`;
  if (name !== 'probabilities')
    throw invalidAt(classification, 'must be absent: only the output probabilities has classes');
  if (typeof classCount !== 'number' || !Number.isInteger(classCount) || classCount < 1) {
    throw invalidAt(classification, 'must be a whole number of at least 1');
  }
  return { name, classCount };
}
