import { describe, expect, it } from 'vitest';
import { toModelList } from './models.dto.js';

const NAMES = ['fake', 'sentiment'];
const CARDS = NAMES.map((id) => ({ id, object: 'model', created: 7, owned_by: 'sentiment-service' }));

describe('List of models', () => {
  it.each([
    [['kserve'], { models: NAMES }],
    [['vllm'], { object: 'list', data: CARDS }],
    [['tei', 'kserve', 'vllm'], { models: NAMES, object: 'list', data: CARDS }],
  ])('has the keys of the dialects %j', (dialects, list) => {
    expect(toModelList(NAMES, dialects, 7)).toEqual(list);
  });
});
