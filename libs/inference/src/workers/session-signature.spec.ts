import { describe, expect, it } from 'vitest';
import { toFeeds, readSignature, type SignedSession } from './session-signature.js';

const input = (name: string, type: 'int64' | 'int32' = 'int64') =>
  ({ name, isTensor: true, type, shape: ['batch', 'length'] }) as const;
const output = (name: string, shape: (number | string)[], type: 'float32' | 'float16' | 'int32' = 'float32') =>
  ({ name, isTensor: true, type, shape }) as const;

function session(changes: Partial<SignedSession> = {}): SignedSession {
  return {
    inputMetadata: [input('input_ids'), input('attention_mask')],
    outputMetadata: [output('logits', ['batch', 2])],
    ...changes,
  };
}

describe('Session signature', () => {
  it('takes a classifier with or without token types', () => {
    expect(readSignature(session(), 2)).toEqual({ hasTokenTypes: false, output: 'logits' });
    const inputMetadata = [...session().inputMetadata, input('token_type_ids')];
    expect(readSignature(session({ inputMetadata }), 2).hasTokenTypes).toBe(true);
  });

  it('takes the only output for the logits, whatever its name and when its columns are not said', () => {
    expect(readSignature(session({ outputMetadata: [output('output_0', ['batch', 'labels'])] }), 2).output).toBe(
      'output_0',
    );
    expect(readSignature(session({ outputMetadata: [output('scores', ['batch', -1])] }), 2).output).toBe('scores');
  });

  it('takes the output that names the texts that left early', () => {
    const outputMetadata = [output('logits', ['batch', 2]), output('early_exits', ['batch'], 'int32')];
    expect(readSignature(session({ outputMetadata }), 2).earlyExits).toBe('early_exits');
    expect(readSignature(session(), 2).earlyExits).toBeUndefined();
  });

  it.each<[string, Partial<SignedSession>]>([
    ['"position_ids"', { inputMetadata: [...session().inputMetadata, input('position_ids')] }],
    ['no input "attention_mask"', { inputMetadata: [input('input_ids')] }],
    ['as int32', { inputMetadata: [input('input_ids', 'int32'), input('attention_mask')] }],
    ['as float16', { outputMetadata: [output('logits', ['batch', 2], 'float16')] }],
    ['(batch, 3)', { outputMetadata: [output('logits', ['batch', 3])] }],
    ['(batch, length, 2)', { outputMetadata: [output('logits', ['batch', 'length', 2])] }],
    ['"last_hidden_state", "pooled"', { outputMetadata: [output('last_hidden_state', [1]), output('pooled', [1])] }],
  ])('refuses another kind of file and says what is off: %s', (reason, changes) => {
    expect(() => readSignature(session(changes), 2)).toThrow(reason);
  });
});

describe('Session feeds', () => {
  it('pads at the right, masks the padding, and names every token segment 0 when the file asks', () => {
    const signature = { hasTokenTypes: true, output: 'logits', earlyExits: undefined };
    const { shape, inputs } = toFeeds(signature, Int32Array.of(5, 6, 7, 8), Int32Array.of(1, 3), 9);
    expect(shape).toEqual([2, 3]);
    expect(inputs).toEqual({
      input_ids: BigInt64Array.of(5n, 9n, 9n, 6n, 7n, 8n),
      attention_mask: BigInt64Array.of(1n, 0n, 0n, 1n, 1n, 1n),
      token_type_ids: new BigInt64Array(6),
    });
  });
});
