import { ServiceError, type Classification, type Encoding } from '#libs/classification';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../classification/fakes/manual-clock.js';
import { RecordingExecutor } from '../../fakes/recording-executor.js';
import { TokenizingLine } from '../tokenizing/tokenizing-line.js';
import { Door, type DoorLimits } from './door.js';
import { RunLostError } from './executor.js';
import { Intake } from './intake.js';
import { RunCost } from './run-cost.js';
import { Scheduler } from './scheduler.js';
import { SuspectTexts } from './suspect-texts.js';
import { TokenEstimate } from './token-estimate.js';

const LIMITS: DoorLimits = { queuedTokens: 10_000, queuedBytes: 10_000_000, plannedShare: 1, alwaysTakenTexts: 4 };
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** The stations around one executor; a text has a token a character, a run costs 1 ms and 1 ms a token. */
function openIntake(limits: Partial<DoorLimits> = {}, readyTexts = Number.POSITIVE_INFINITY) {
  const clock = new ManualClock();
  const executor = new RecordingExecutor();
  const cost = new RunCost();
  for (let run = 0; run < 2_000; run++) {
    const tokens = 1 + (run % 50);
    cost.learn({ texts: 1, tokens, paddedTokens: tokens, durationMs: 1 + tokens });
  }
  const tokenEstimate = new TokenEstimate(512);
  for (let text = 0; text < 5_000; text++) tokenEstimate.learn('x'.repeat(100), 102);
  const suspects = new SuspectTexts(2, 10);
  const drops: string[] = [];
  let shared = 0;
  const line = new TokenizingLine({
    clock,
    encode: (texts) =>
      Promise.resolve(texts.map((text): Encoding => ({ ids: new Int32Array(text.length), truncated: false }))),
    sliceTexts: 100,
    sliceChars: 100_000,
    isFull: () => scheduler.waiting.length >= readyTexts,
    onEncoded: (flights) => scheduler.enqueue(flights),
    onFailed: () => {},
  });
  const scheduler: Scheduler = new Scheduler({
    clock,
    labelCount: 2,
    batchLimits: { maxTexts: 1, maxPaddedTokens: 1_000, runOverheadTokens: 0 },
    windowTexts: 8,
    land: (flight, outcome) => intake.land(flight, outcome),
    onRun: (run) => cost.learn(run),
    onFailedRun: () => {},
    onTaken: () => line.advance(),
    suspects,
  });
  const onDropped = (cause: string) => drops.push(cause);
  const door = new Door({ clock, cost, line, scheduler, limits: { ...LIMITS, ...limits }, onDropped });
  const intake = new Intake({
    clock,
    door,
    tokenEstimate,
    line,
    scheduler,
    suspects,
    onDropped,
    onShared: (texts) => (shared += texts),
  });
  scheduler.add(executor);
  return { clock, executor, scheduler, door, intake, suspects, drops, sharedTexts: () => shared };
}

async function finish(executor: RecordingExecutor): Promise<void> {
  await settled();
  await executor.endAll();
}

const lengthsOf = (outcomes: readonly Classification[]): number[] =>
  outcomes.map((outcome) => ('logits' in outcome ? (outcome.logits[0] ?? Number.NaN) : Number.NaN));

const errorOf = (answer: Promise<unknown>): Promise<unknown> => answer.catch((error: unknown) => error);
const call = { timeoutMs: 10_000 };

describe('the same text once', () => {
  it('runs equal texts of a request once, and answers each place', async () => {
    const { intake, executor, sharedTexts } = openIntake();
    const answer = intake.classify(['aa', 'b', 'aa', 'aa'], call);
    await finish(executor);
    expect(lengthsOf(await answer)).toEqual([2, 1, 2, 2]);
    expect(executor.batches).toHaveLength(2);
    expect(sharedTexts()).toBe(2);
  });

  it('lets a request join a text that is under way, waiting or running', async () => {
    const { intake, executor } = openIntake();
    const first = intake.classify(['aa', 'bbb'], call);
    await settled();
    const second = intake.classify(['bbb', 'aa'], call);
    await finish(executor);
    expect([lengthsOf(await first), lengthsOf(await second)]).toEqual([
      [2, 3],
      [3, 2],
    ]);
    expect(executor.batches).toEqual([[2], [3]]);
  });

  it('runs a text anew when it comes again after its answer', async () => {
    const { intake, executor } = openIntake();
    for (let turn = 0; turn < 2; turn++) {
      const answer = intake.classify(['aa'], call);
      await finish(executor);
      await answer;
    }
    expect(executor.batches).toEqual([[2], [2]]);
  });

  it('does not let a caller who leaves take the text from the others', async () => {
    const { intake, executor } = openIntake();
    const blocker = intake.classify(['x'], call);
    await settled();
    const leaving = new AbortController();
    const left = errorOf(intake.classify(['aa'], { ...call, signal: leaving.signal }));
    const stays = intake.classify(['aa'], call);
    leaving.abort();
    await finish(executor);
    expect(await left).toMatchObject({ kind: 'client-left' });
    expect(lengthsOf(await stays)).toEqual([2]);
    await blocker;
  });

  it('lets a text of a long request come forward for one who asks for nothing else', async () => {
    const { intake, executor } = openIntake();
    const long = intake.classify(
      Array.from({ length: 40 }, (_, index) => 'x'.repeat(index + 1)),
      call,
    );
    await settled();
    const short = intake.classify(['x'.repeat(40)], call);
    await executor.end();
    await executor.end();
    expect(executor.batches.slice(0, 3)).toContainEqual([40]);
    await finish(executor);
    await Promise.all([long, short]);
  });
});

describe('who is served when', () => {
  it('serves requests of one text in the order of their arrival', async () => {
    const { clock, intake, executor } = openIntake();
    const answers = [9, 3, 7].map((length) => {
      clock.advance(1);
      return intake.classify(['x'.repeat(length)], call);
    });
    await finish(executor);
    await Promise.all(answers);
    expect(executor.batches).toEqual([[9], [3], [7]]);
  });

  it('does not keep a request of one waiting behind a request of a hundred', async () => {
    const { clock, intake, executor } = openIntake();
    const long = intake.classify(
      Array.from({ length: 100 }, (_, index) => 'x'.repeat(index + 1)),
      call,
    );
    await settled();
    clock.advance(5);
    const short = intake.classify(['y'], call);
    await settled();
    for (let run = 0; run < 4; run++) await executor.end();
    expect(lengthsOf(await short)).toEqual([1]);
    await finish(executor);
    await long;
  });
});

describe('a long request that comes twice', () => {
  it('does not come forward as one block', async () => {
    const { clock, intake, executor } = openIntake();
    const texts = Array.from({ length: 100 }, (_, index) => 'x'.repeat(index + 1));
    const long = [intake.classify(texts, call)];
    await settled();
    long.push(intake.classify(texts, call));
    clock.advance(5);
    const short = intake.classify(['y'], call);
    await settled();
    for (let run = 0; run < 5; run++) await executor.end();
    expect(lengthsOf(await short)).toEqual([1]);
    await finish(executor);
    await Promise.all(long);
  });
});

describe('deadlines and clients that leave', () => {
  it('goes on with what waits to be tokenized when those before it are given up', async () => {
    const { intake, executor, scheduler } = openIntake({}, 1);
    scheduler.remove(executor);
    const leaving = new AbortController();
    const left = errorOf(intake.classify(['aa'], { ...call, signal: leaving.signal }));
    await settled();
    const stays = intake.classify(['bbb'], call);
    await settled();
    leaving.abort();
    await left;
    await settled();
    scheduler.add(executor);
    await finish(executor);
    expect(lengthsOf(await stays)).toEqual([3]);
  });

  it('notices a client that left before the work began', async () => {
    const { intake, executor, drops } = openIntake();
    expect(() => intake.classify(['aa'], { ...call, signal: AbortSignal.abort() })).toThrow('closed the connection');
    await finish(executor);
    expect([executor.batches, drops]).toEqual([[], ['client-left']]);
  });

  it('remembers a text that ends processes even when nobody waits for it any more', async () => {
    const { intake, executor } = openIntake();
    for (let turn = 0; turn < 2; turn++) {
      const leaving = new AbortController();
      const left = errorOf(intake.classify(['bad'], { ...call, signal: leaving.signal }));
      await settled();
      leaving.abort();
      await left;
      await executor.end(new RunLostError('killed', true));
    }
    expect(await intake.classify(['bad'], call)).toMatchObject([{ isRefused: true }]);
  });

  it('answers deadline-exceeded at the deadline, and does not run what still waits', async () => {
    const { clock, door, intake, executor, drops } = openIntake();
    const blocker = intake.classify(['x'.repeat(50)], call);
    await settled();
    const late = errorOf(intake.classify(['aaa', 'bb'], { timeoutMs: 300 }));
    await settled();
    clock.advance(300);
    expect(await late).toMatchObject({ kind: 'deadline-exceeded' });
    await finish(executor);
    await blocker;
    expect(executor.batches).toEqual([[50]]);
    expect(drops).toEqual(['deadline-exceeded']);
    expect(door.queued).toEqual({ texts: 0, tokens: 0 });
  });

  it('frees what a client that left had waiting, before and after it was tokenized', async () => {
    for (const turnsBefore of [0, 1]) {
      const { intake, executor, drops } = openIntake();
      const blocker = intake.classify(['x'], call);
      await settled();
      const leaving = new AbortController();
      const left = errorOf(intake.classify(['aa', 'bb'], { ...call, signal: leaving.signal }));
      for (let turn = 0; turn < turnsBefore; turn++) await settled();
      leaving.abort();
      await left;
      await finish(executor);
      await blocker;
      expect(executor.batches).toEqual([[1]]);
      expect(drops).toEqual(['client-left']);
    }
  });

  it('tells how long each station took', async () => {
    const { clock, intake, executor } = openIntake();
    const phases: unknown[] = [];
    const answer = intake.classify(['aa'], { ...call, onPhases: (each) => phases.push(each) });
    await settled();
    clock.advance(7);
    await executor.endAll();
    await answer;
    expect(phases).toEqual([{ tokenizeMs: 0, queueMs: 0, runMs: 7 }]);
  });
});

describe('refusing at the door', () => {
  it('refuses what cannot be done in time, with the wait, and takes what can', async () => {
    const { intake, executor, drops } = openIntake();
    const taken = intake.classify(['x'.repeat(100), 'y'.repeat(100)], call);
    await settled();
    const error = await errorOf(Promise.resolve().then(() => intake.classify(['z'.repeat(99)], { timeoutMs: 200 })));
    expect(error).toBeInstanceOf(ServiceError);
    const refusal = error as ServiceError;
    expect(refusal).toMatchObject({ kind: 'overloaded', retryAfterSeconds: 1 });
    expect(refusal.estimatedWaitMs).toBeGreaterThan(200);
    expect(refusal.estimatedWaitMs).toBeLessThan(400);
    expect(drops).toEqual(['overloaded']);
    const also = intake.classify(['z'.repeat(99)], { timeoutMs: 500 });
    await finish(executor);
    await Promise.all([taken, also]);
  });

  it('says so before the texts are known, once the queue alone is too long', async () => {
    const { door, intake, executor } = openIntake();
    expect(() => door.admit(1)).not.toThrow();
    const taken = intake.classify(['x'.repeat(100), 'y'.repeat(100)], call);
    await settled();
    expect(() => door.admit(50)).toThrow('try again later');
    expect(() => door.admit(5_000)).not.toThrow();
    await finish(executor);
    await taken;
  });

  it('keeps room for the bodies that are being read, and gives it back', () => {
    const { door } = openIntake({ queuedBytes: 10_000_000 });
    const leave = door.admit(1_000, 6_000_000);
    expect(() => door.admit(1_000, 6_000_000)).toThrow('try again later');
    door.admit(1_000, 1_000_000)();
    leave();
    expect(() => door.admit(1_000, 6_000_000)).not.toThrow();
  });

  it('reads a body past the bound when it comes alone', () => {
    const { door } = openIntake({ queuedBytes: 1_000 });
    expect(() => door.admit(1_000, 6_000_000)).not.toThrow();
  });

  it('takes a small request when nothing waits, whatever the estimate says: else a bad one would last', async () => {
    const { intake, executor } = openIntake();
    const answer = intake.classify(['x'.repeat(400)], { timeoutMs: 10 });
    await finish(executor);
    expect(lengthsOf(await answer)).toEqual([400]);
  });

  it('bounds what waits, in tokens and in bytes', async () => {
    const texts = (prefix: string) => Array.from({ length: 6 }, (_, index) => `${prefix}${index}`.padEnd(100, 'x'));
    for (const limits of [{ queuedTokens: 700 }, { queuedBytes: 251_500 }]) {
      const { intake, executor } = openIntake(limits);
      const taken = intake.classify(texts('a'), { timeoutMs: 1e6 });
      await settled();
      expect(() => intake.classify(texts('b'), { timeoutMs: 1e6 })).toThrow('try again later');
      await finish(executor);
      await taken;
      const later = intake.classify(texts('b'), { timeoutMs: 1e6 });
      await finish(executor);
      await later;
    }
  });

  it('refuses a text that is known to end processes, by itself', async () => {
    const { intake, executor, suspects, drops } = openIntake();
    for (let loss = 0; loss < 2; loss++) suspects.countLoss('bad');
    const answer = intake.classify(['aa', 'bad'], call);
    await finish(executor);
    expect(await answer).toMatchObject([{ truncated: false }, { isRefused: true }]);
    expect(executor.batches).toEqual([[2]]);
    expect(drops).toEqual(['text-refused']);
  });
});
