/** One input or output, as ONNX Runtime describes it. */
interface Metadata {
  readonly name: string;
  readonly isTensor: boolean;
  /** Of a tensor's elements. */
  readonly type?: string;
  /** Of a tensor; a name or a negative number where the size is free. */
  readonly shape?: readonly (number | string)[];
}

const INPUT_IDS = 'input_ids';
const ATTENTION_MASK = 'attention_mask';
const TOKEN_TYPE_IDS = 'token_type_ids';
const KNOWN_INPUTS = [INPUT_IDS, ATTENTION_MASK, TOKEN_TYPE_IDS];
const LOGITS = 'logits';
const EARLY_EXITS = 'early_exits';

/** The part of a session that its signature is read from. */
export interface SignedSession {
  readonly inputMetadata: readonly Metadata[];
  readonly outputMetadata: readonly Metadata[];
}

/** What a text classifier's ONNX file takes and gives. */
export interface SessionSignature {
  /** Whether the file wants to be told the segment of each token; a text alone is segment 0. */
  readonly hasTokenTypes: boolean;
  /** Name of the output with one float32 a text and label. */
  readonly output: string;
  /** Name of the output with 1 for each text that left the model early, else 0; undefined for a model without an early exit. */
  readonly earlyExits: string | undefined;
}

/**
 * Reads what a file takes and gives.
 * @throws Error with the reason when it is no text classifier that the service can feed
 */
export function readSignature(session: SignedSession, labelCount: number): SessionSignature {
  for (const input of session.inputMetadata) {
    if (!KNOWN_INPUTS.includes(input.name)) {
      throw new Error(
        `has an input "${input.name}" that the service does not know; it knows ${KNOWN_INPUTS.join(', ')}`,
      );
    }
    if (!input.isTensor || input.type !== 'int64') {
      throw new Error(`has the input "${input.name}" as ${input.type ?? 'no tensor'}, not as int64`);
    }
  }
  const names = session.inputMetadata.map(({ name }) => name);
  for (const name of [INPUT_IDS, ATTENTION_MASK]) if (!names.includes(name)) throw new Error(`has no input "${name}"`);
  const earlyExits = session.outputMetadata.find(({ name, type }) => name === EARLY_EXITS && type === 'int32')?.name;
  return {
    hasTokenTypes: names.includes(TOKEN_TYPE_IDS),
    output: findOutput(session.outputMetadata, labelCount),
    earlyExits,
  };
}

function findOutput(outputs: readonly Metadata[], labelCount: number): string {
  const output = outputs.find(({ name }) => name === LOGITS) ?? (outputs.length === 1 ? outputs[0] : undefined);
  if (!output) {
    throw new Error(`has no output "${LOGITS}"; its outputs are ${outputs.map(({ name }) => `"${name}"`).join(', ')}`);
  }
  if (!output.isTensor || output.type !== 'float32') {
    throw new Error(`has the output "${output.name}" as ${output.type ?? 'no tensor'}, not as float32`);
  }
  const { shape = [] } = output;
  const columns = shape[1];
  if (shape.length !== 2 || (typeof columns === 'number' && columns > 0 && columns !== labelCount)) {
    throw new Error(
      `has the output "${output.name}" of shape (${shape.join(', ')}), not one value for each text and its ${labelCount} labels`,
    );
  }
  return output.name;
}

/** The inputs of a run: int64, row by row. */
export interface Feeds {
  readonly shape: readonly [texts: number, tokens: number];
  readonly inputs: Readonly<Record<string, BigInt64Array>>;
}

/**
 * One batch as a session takes it, padded at the right: the mask keeps padding out of every answer there, while at the
 * left it would move the token and the positions that a head reads.
 *
 * @param ids token ids of all texts, end to end
 * @param lengths tokens of each text
 */
export function toFeeds(
  { hasTokenTypes }: SessionSignature,
  ids: Int32Array,
  lengths: Int32Array,
  padTokenId: number,
): Feeds {
  const longest = Math.max(...lengths);
  const shape = [lengths.length, longest] as const;
  const inputIds = new BigInt64Array(lengths.length * longest).fill(BigInt(padTokenId));
  const mask = new BigInt64Array(lengths.length * longest);
  let from = 0;
  lengths.forEach((length, row) => {
    for (let column = 0; column < length; column++) {
      inputIds[row * longest + column] = BigInt(ids[from + column] ?? padTokenId);
    }
    mask.fill(1n, row * longest, row * longest + length);
    from += length;
  });
  const segments = hasTokenTypes && { [TOKEN_TYPE_IDS]: new BigInt64Array(inputIds.length) };
  return { shape, inputs: { [INPUT_IDS]: inputIds, [ATTENTION_MASK]: mask, ...segments } };
}
