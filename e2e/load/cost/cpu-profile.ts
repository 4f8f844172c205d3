import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A function on the stack; the part of V8's format that is read here. */
export interface Frame {
  readonly functionName: string;
  /** Of the script; empty for V8's own entries, such as `(garbage collector)`. */
  readonly url: string;
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: Frame;
  readonly children?: readonly number[];
}

/** A file that Node writes for `--cpu-prof`. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** Microseconds of the system's monotonic clock, as are those of `process.hrtime`. */
  readonly startTime: number;
  /** Node id of each sample. */
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

/** A stack and the time that was spent in its innermost function. */
export interface StackTime {
  /** The innermost function first. */
  readonly stack: readonly Frame[];
  readonly microseconds: number;
}

/** Microseconds of the monotonic clock. */
export interface TimeWindow {
  readonly fromUs: number;
  readonly toUs: number;
}

/** Reads the profile that Node wrote for one process. @throws Error when there is none */
export function readProfile(folder: string, processId: number): CpuProfile {
  const name = readdirSync(folder).find((each) => each.includes(`.${processId}.`));
  if (name === undefined) throw new Error(`process ${processId} has written no profile`);
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile;
}

/** The time of each stack within a window, without the time in which the thread was idle. */
export function listStackTimes({ nodes, startTime, samples, timeDeltas }: CpuProfile, window: TimeWindow): StackTime[] {
  const times = new Map<number, number>();
  let nowUs = startTime;
  samples.forEach((id, index) => {
    nowUs += timeDeltas[index] ?? 0;
    const untilNextUs = timeDeltas[index + 1] ?? 0;
    if (nowUs >= window.fromUs && nowUs < window.toUs) times.set(id, (times.get(id) ?? 0) + untilNextUs);
  });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  return [...times].flatMap(([id, microseconds]) => {
    const stack: Frame[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const node = byId.get(at);
      if (node) stack.push(node.callFrame);
    }
    return stack[0]?.functionName === '(idle)' ? [] : [{ stack, microseconds }];
  });
}
