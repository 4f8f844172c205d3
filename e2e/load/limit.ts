import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Tokenizer } from 'tokenizers';
import { repository, shippedModel } from '#libs/testing';
import type { BareJob } from './bare-session.js';
import { quantile } from './statistics.js';

/** As many texts as the service looks at when it cuts a batch. */
const WINDOW_TEXTS = 32;

interface BareResult {
  readonly ms: number;
  readonly runsMs: readonly number[];
}

/** Bare sessions side by side: what the machine can do with this model at most. */
export class BareSessions {
  private constructor(private readonly children: readonly ChildProcess[]) {}

  static async start(count: number, threads: number, spinning = false): Promise<BareSessions> {
    const entry = join(repository, 'dist/e2e/load/bare-session.js');
    const args = [join(shippedModel, 'model.onnx'), String(threads), spinning ? '1' : '0'];
    const children = Array.from({ length: count }, () => fork(entry, args, { serialization: 'advanced' }));
    await Promise.all(children.map((child) => once(child, 'message')));
    return new BareSessions(children);
  }

  /** Texts a second of all sessions together, each with its share of the texts. */
  async textsPerSecond(texts: readonly Int32Array[], maxTexts: number): Promise<number> {
    const windows = Array.from({ length: Math.ceil(texts.length / WINDOW_TEXTS) }, (_, index) =>
      texts.slice(index * WINDOW_TEXTS, (index + 1) * WINDOW_TEXTS),
    );
    const startMs = performance.now();
    await Promise.all(
      this.children.map((child, index) => {
        return ask(child, { windows: windows.filter((_, at) => at % this.children.length === index), maxTexts });
      }),
    );
    return texts.length / ((performance.now() - startMs) / 1_000);
  }

  /** Median time of a run of one text, on the first session alone. */
  async medianRunMs(text: Int32Array, runs: number): Promise<number> {
    const [child] = this.children;
    if (!child) throw new Error('no session');
    return quantile((await ask(child, { windows: Array<Int32Array[]>(runs).fill([text]), maxTexts: 1 })).runsMs, 0.5);
  }

  stop(): void {
    for (const child of this.children) child.disconnect();
  }
}

async function ask(child: ChildProcess, job: BareJob): Promise<BareResult> {
  const answer = once(child, 'message') as Promise<[BareResult]>;
  child.send(job);
  return (await answer)[0];
}

/** Token ids of texts, by the tokenizer of a model folder. */
export async function tokenize(texts: readonly string[], modelFolder = shippedModel): Promise<Int32Array[]> {
  const tokenizer = Tokenizer.fromFile(join(modelFolder, 'tokenizer.json'));
  tokenizer.disablePadding();
  return (await tokenizer.encodeBatch([...texts])).map((encoding) => Int32Array.from(encoding.getIds()));
}
