import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { forkWorker } from '#libs/inference';
import { repository, shippedModel } from '#libs/testing';

const builtEntry = pathToFileURL(join(repository, 'dist/libs/inference/src/workers/worker.entry.js'));
const options = {
  modelPath: join(shippedModel, 'model.onnx'),
  modelSha256: '',
  padTokenId: 0,
  labelCount: 3,
  threads: 1,
  soloThreads: 0,
};

describe('lifetime of a worker: when the service leaves', () => {
  it.each([
    ['before the worker has loaded its program', 0],
    ['while the worker loads', 60],
    ['after the worker has loaded', 1_000],
  ])('%s, the worker is killed: an orderly end of Node can wait for ever', async (_, afterMs) => {
    const worker = forkWorker(options, builtEntry);
    const exited = once(worker, 'exit');
    await sleep(afterMs);
    worker.disconnect();
    expect(await exited).toEqual([null, 'SIGKILL']);
  });
});
