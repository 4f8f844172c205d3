import { describe, expect, it } from 'vitest';
import { context, catchError, finish, toLengths, openScheduler, settled, textsUpTo } from './open-scheduler.fake.js';
import { WorkerCrashedError } from '../workers/worker.js';

describe('the same text once', () => {
  it('runs equal texts of a request once, and answers each place', async () => {
    const { scheduler, worker, sharedTexts } = openScheduler();
    const answer = scheduler.classify(['aa', 'b', 'aa', 'aa'], context);
    await finish(worker);
    expect(toLengths(await answer)).toEqual([2, 1, 2, 2]);
    expect(worker.batches).toHaveLength(2);
    expect(sharedTexts()).toBe(2);
  });

  it('lets a request join a text that is under way, waiting or running', async () => {
    const { scheduler, worker } = openScheduler();
    const first = scheduler.classify(['aa', 'bbb'], context);
    await settled();
    const second = scheduler.classify(['bbb', 'aa'], context);
    await finish(worker);
    expect([toLengths(await first), toLengths(await second)]).toEqual([
      [2, 3],
      [3, 2],
    ]);
    expect(worker.batches).toEqual([[2], [3]]);
  });

  it('runs a text anew when it comes again after its answer', async () => {
    const { scheduler, worker } = openScheduler();
    for (let turn = 0; turn < 2; turn++) {
      const answer = scheduler.classify(['aa'], context);
      await finish(worker);
      await answer;
    }
    expect(worker.batches).toEqual([[2], [2]]);
  });

  it('does not let a caller who leaves take the text from the others', async () => {
    const { scheduler, worker } = openScheduler();
    const blocker = scheduler.classify(['x'], context);
    await settled();
    const leaving = new AbortController();
    const left = catchError(scheduler.classify(['aa'], { ...context, signal: leaving.signal }));
    const stays = scheduler.classify(['aa'], context);
    leaving.abort();
    await finish(worker);
    expect(await left).toMatchObject({ kind: 'client-left' });
    expect(toLengths(await stays)).toEqual([2]);
    await blocker;
  });

  it('lets a text of a long request come forward for one who asks for nothing else', async () => {
    const { scheduler, worker } = openScheduler();
    const long = scheduler.classify(textsUpTo(40), context);
    await settled();
    const short = scheduler.classify(['x'.repeat(40)], context);
    await worker.end();
    await worker.end();
    expect(worker.batches.slice(0, 3)).toContainEqual([40]);
    await finish(worker);
    await Promise.all([long, short]);
  });
});

describe('who is served when', () => {
  it('serves requests of one text in the order of their arrival', async () => {
    const { clock, scheduler, worker } = openScheduler();
    const answers = [9, 3, 7].map((length) => {
      clock.advance(1);
      return scheduler.classify(['x'.repeat(length)], context);
    });
    await finish(worker);
    await Promise.all(answers);
    expect(worker.batches).toEqual([[9], [3], [7]]);
  });

  it('does not keep a request of one waiting behind a request of a hundred', async () => {
    const { clock, scheduler, worker } = openScheduler();
    const long = scheduler.classify(textsUpTo(100), context);
    await settled();
    clock.advance(5);
    const short = scheduler.classify(['y'], context);
    await settled();
    for (let run = 0; run < 4; run++) await worker.end();
    expect(toLengths(await short)).toEqual([1]);
    await finish(worker);
    await long;
  });
});

describe('a long request that comes twice', () => {
  it('does not come forward as one block', async () => {
    const { clock, scheduler, worker } = openScheduler();
    const texts = textsUpTo(100);
    const long = [scheduler.classify(texts, context)];
    await settled();
    long.push(scheduler.classify(texts, context));
    clock.advance(5);
    const short = scheduler.classify(['y'], context);
    await settled();
    for (let run = 0; run < 5; run++) await worker.end();
    expect(toLengths(await short)).toEqual([1]);
    await finish(worker);
    await Promise.all(long);
  });
});

describe('deadlines and clients that leave', () => {
  it('goes on with what waits to be tokenized when those before it are given up', async () => {
    const { scheduler, worker, batching } = openScheduler({}, 1);
    batching.removeWorker(worker);
    const leaving = new AbortController();
    const left = catchError(scheduler.classify(['aa'], { ...context, signal: leaving.signal }));
    await settled();
    const stays = scheduler.classify(['bbb'], context);
    await settled();
    leaving.abort();
    await left;
    await settled();
    batching.addWorker(worker);
    await finish(worker);
    expect(toLengths(await stays)).toEqual([3]);
  });

  it('notices a client that left before the work began', async () => {
    const { scheduler, worker, drops } = openScheduler();
    expect(() => scheduler.classify(['aa'], { ...context, signal: AbortSignal.abort() })).toThrow(
      'closed the connection',
    );
    await finish(worker);
    expect([worker.batches, drops]).toEqual([[], ['client-left']]);
  });

  it('remembers a text that ends processes even when nobody waits for it any more', async () => {
    const { scheduler, worker } = openScheduler();
    for (let turn = 0; turn < 2; turn++) {
      const leaving = new AbortController();
      const left = catchError(scheduler.classify(['bad'], { ...context, signal: leaving.signal }));
      await settled();
      leaving.abort();
      await left;
      await worker.end(new WorkerCrashedError('killed', true));
    }
    expect(await scheduler.classify(['bad'], context)).toMatchObject([{ isRefused: true }]);
  });

  it('answers deadline-exceeded at the deadline, and does not run what still waits', async () => {
    const { clock, admission, scheduler, worker, drops } = openScheduler();
    const blocker = scheduler.classify(['x'.repeat(50)], context);
    await settled();
    const late = catchError(scheduler.classify(['aaa', 'bb'], { timeoutMs: 300 }));
    await settled();
    clock.advance(300);
    expect(await late).toMatchObject({ kind: 'deadline-exceeded' });
    await finish(worker);
    await blocker;
    expect(worker.batches).toEqual([[50]]);
    expect(drops).toEqual(['deadline-exceeded']);
    expect(admission.queued).toEqual({ texts: 0, tokens: 0 });
  });

  it('frees what a client that left had waiting, before and after it was tokenized', async () => {
    for (const turnsBefore of [0, 1]) {
      const { scheduler, worker, drops } = openScheduler();
      const blocker = scheduler.classify(['x'], context);
      await settled();
      const leaving = new AbortController();
      const left = catchError(scheduler.classify(['aa', 'bb'], { ...context, signal: leaving.signal }));
      for (let turn = 0; turn < turnsBefore; turn++) await settled();
      leaving.abort();
      await left;
      await finish(worker);
      await blocker;
      expect(worker.batches).toEqual([[1]]);
      expect(drops).toEqual(['client-left']);
    }
  });

  it('tells how long each station took', async () => {
    const { clock, scheduler, worker } = openScheduler();
    const phases: unknown[] = [];
    const answer = scheduler.classify(['aa'], { ...context, onTimings: (each) => phases.push(each) });
    await settled();
    clock.advance(7);
    await worker.endAll();
    await answer;
    expect(phases).toEqual([{ tokenizeMs: 0, queueMs: 0, runMs: 7 }]);
  });
});

describe('a text that is known to end processes', () => {
  it('is refused, by itself', async () => {
    const { scheduler, worker, poisonInputs, drops } = openScheduler();
    for (let loss = 0; loss < 2; loss++) poisonInputs.recordCrash('bad');
    const answer = scheduler.classify(['aa', 'bad'], context);
    await finish(worker);
    expect(await answer).toMatchObject([{ truncated: false }, { isRefused: true }]);
    expect(worker.batches).toEqual([[2]]);
    expect(drops).toEqual(['text-refused']);
  });
});
