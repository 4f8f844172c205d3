import { expect, it } from 'vitest';
import type { ModelDescription } from '#libs/prediction';
import { toServerInformation } from './server-information.dto.js';

it('describes the model as text-embeddings-inference does', () => {
  const model = {
    name: 'm',
    digest: 'abc',
    precision: 'int8',
    labels: ['NEGATIVE', 'POSITIVE'],
    maxTokens: 512,
  } as unknown as ModelDescription;
  expect(toServerInformation(model, 7, '1.2.3')).toEqual({
    model_id: 'm',
    model_sha: 'abc',
    model_dtype: 'int8',
    model_type: {
      classifier: { id2label: { '0': 'NEGATIVE', '1': 'POSITIVE' }, label2id: { NEGATIVE: 0, POSITIVE: 1 } },
    },
    max_input_length: 512,
    max_client_batch_size: 7,
    auto_truncate: true,
    version: '1.2.3',
  });
});
