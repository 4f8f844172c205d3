import { describe, expect, it } from 'vitest';
import type { TextProbabilities } from '../../dialect-route/probabilities.js';
import { toOutputTensor } from './output-tensors.js';
import type { OutputName } from './requested-outputs.js';

const TEXTS: TextProbabilities = {
  labels: ['NEGATIVE', 'POSITIVE'],
  probabilities: [
    [0.25, 0.75],
    [0.5, 0.5],
    [1, 0],
  ],
  firstLabels: [
    { label: 'POSITIVE', score: 0.75 },
    { label: 'NEGATIVE', score: 0.5 },
    { label: 'NEGATIVE', score: 1 },
  ],
  truncated: [2],
};

const render = (name: OutputName, classCount?: number) => toOutputTensor({ name, classCount }, TEXTS);

describe('Output tensor', () => {
  it.each([
    ['label', [3], 'BYTES', ['POSITIVE', 'NEGATIVE', 'NEGATIVE']],
    ['score', [3], 'FP32', [0.75, 0.5, 1]],
    ['probabilities', [3, 2], 'FP32', [0.25, 0.75, 0.5, 0.5, 1, 0]],
    ['truncated', [3], 'BOOL', [false, false, true]],
  ] as const)('%s has one row for each text', (name, shape, datatype, data) => {
    expect(render(name)).toEqual({ name, shape, datatype, data });
  });

  it('has the first classes of each text with their numbers, in the format of Triton', () => {
    expect(render('probabilities', 1)).toEqual({
      name: 'probabilities',
      shape: [3, 1],
      datatype: 'BYTES',
      data: ['0.75:1:POSITIVE', '0.5:0:NEGATIVE', '1:0:NEGATIVE'],
    });
    const all = render('probabilities', 1_000_000);
    expect([all.shape, all.data.slice(0, 2)]).toEqual([
      [3, 2],
      ['0.75:1:POSITIVE', '0.25:0:NEGATIVE'],
    ]);
  });

  it('has the first label of each text as JSON, in the format of MLServer', () => {
    expect(render('output')).toMatchObject({
      shape: [3, 1],
      datatype: 'BYTES',
      parameters: { content_type: 'hg_jsonlist' },
      data: ['{"label":"POSITIVE","score":0.75}', '{"label":"NEGATIVE","score":0.5}', '{"label":"NEGATIVE","score":1}'],
    });
  });
});
