import { describe, expect, it } from 'vitest';
import { call, errorOf, finish, lengthsOf, openIntake, settled, textsUpTo } from './open-scheduler.fake.js';
import { RunLostError } from '../workers/worker.js';

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
    const long = intake.classify(textsUpTo(40), call);
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
    const long = intake.classify(textsUpTo(100), call);
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
    const texts = textsUpTo(100);
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

describe('a text that is known to end processes', () => {
  it('is refused, by itself', async () => {
    const { intake, executor, suspects, drops } = openIntake();
    for (let loss = 0; loss < 2; loss++) suspects.countLoss('bad');
    const answer = intake.classify(['aa', 'bad'], call);
    await finish(executor);
    expect(await answer).toMatchObject([{ truncated: false }, { isRefused: true }]);
    expect(executor.batches).toEqual([[2]]);
    expect(drops).toEqual(['text-refused']);
  });
});
