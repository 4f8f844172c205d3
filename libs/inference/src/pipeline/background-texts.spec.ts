import { describe, expect, it } from 'vitest';
import { openPipeline, settled } from './open-pipeline.fake.js';

const STREAM = { client: 'team stream', background: true };
const LINES = ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'gg', 'hh'];

const open = (batchesPerWorker = 1) => openPipeline({ batch: { maxInputs: 4 }, batchesPerWorker });

describe('Background texts', () => {
  it('fill batches while no other request arrives', async () => {
    const { worker, classify } = open();
    const stream = classify(LINES, STREAM);
    await settled();
    await worker.endAll();
    expect(worker.batches).toEqual([
      [2, 2, 2, 2],
      [2, 2, 2, 2],
    ]);
    await stream;
  });

  it('make small batches while other requests arrive: a request waits for the whole of a batch', async () => {
    const { clock, worker, classify } = open();
    const answers = [classify(LINES, STREAM), classify(['x'.repeat(9)], { client: 'team' })];
    await settled();
    await worker.end();
    await worker.end();
    expect(worker.batches).toEqual([[2, 2, 2, 2], [9], [2, 2]]);
    clock.advance(200);
    await worker.endAll();
    await Promise.all(answers);
    answers.push(classify(LINES, STREAM));
    await settled();
    expect(worker.batches.at(-1)).toEqual([2, 2, 2, 2]);
    await worker.endAll();
    await Promise.all(answers);
  });

  it('do not go ahead to busy workers while other requests arrive', async () => {
    const { worker, classify } = open(2);
    const answers = [classify(['x'.repeat(9)], { client: 'team' }), classify(LINES, STREAM)];
    await settled();
    expect(worker.batches).toEqual([[9]]);
    await worker.endAll();
    await Promise.all(answers);
  });

  it('make no batch of other requests smaller', async () => {
    const { worker, classify } = open();
    const answers = [
      classify(['x'.repeat(9)], { client: 'team' }),
      classify(LINES, STREAM),
      classify(['aaa', 'bbb', 'ccc'], { client: 'team' }),
    ];
    await settled();
    await worker.end();
    expect(worker.batches[1]).toHaveLength(3);
    await worker.endAll();
    await Promise.all(answers);
  });

  it('are background texts no more once another request wants them', async () => {
    const { worker, classify } = open();
    const answers = [
      classify(['x'.repeat(9)], { client: 'team' }),
      classify(['aa', 'bb', 'cc'], STREAM),
      classify(['aa', 'bb', 'cc'], { client: 'team' }),
    ];
    await settled();
    await worker.end();
    expect(worker.batches).toEqual([[9], [2, 2, 2]]);
    await worker.endAll();
    await Promise.all(answers);
  });
});
