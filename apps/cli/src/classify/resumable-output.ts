import type { Stats } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { ModelDescription } from '#libs/prediction';
import {
  getCheckpointPath,
  listDifferences,
  readCheckpoint,
  removeCheckpoint,
  writeCheckpoint,
  type Checkpoint,
  type RunIdentity,
} from './checkpoint.js';
import type { ClassifyOptions } from './classify-options.js';
import type { Position } from './classify-table.js';
import { findOpenFile, findStats, isSameFile } from './file-stats.js';
import { continueOutputFile, createOutputFile } from './output-file.js';
import { StreamOutput, type Output } from './output.js';
import { formatShard, type Shard } from './shard/shard.js';
import { readShardRecord, removeShardRecord, writeShardRecord } from './shard/shard-record.js';
import type { TableStart } from './table.js';

const BEGINNING: Position = { byte: 0, rows: 0, errors: 0 };

/** Where the checkpoint of a run is, and which run that is. */
interface CheckpointFile {
  readonly path: string;
  readonly identity: RunIdentity;
  readonly shard: Shard | undefined;
}

/** The output of a run, with the checkpoint beside it. The standard output has none. */
export class ResumableOutput {
  constructor(
    readonly output: Output,
    /** Where the run begins. */
    readonly from: Position,
    /** Of the run that is resumed. */
    readonly start: TableStart | undefined,
    /** Undefined without a checkpoint. */
    private readonly checkpoint: CheckpointFile | undefined,
    /** Undefined for the standard output. */
    private readonly path?: string,
  ) {}

  /**
   * Opens the output of a new run, or that of the checkpoint with `resume`. Without output and checkpoint, `resume` begins a new run.
   *
   * @param input undefined for the standard input
   * @throws Error when the output exists, or the checkpoint is not one of the same run
   */
  static async open(
    options: ClassifyOptions,
    model: ModelDescription,
    input: Stats | undefined,
  ): Promise<ResumableOutput> {
    const { output } = options;
    const source = input ?? findOpenFile(process.stdin.fd);
    const isOwnSource =
      output === undefined
        ? isSameFile(source, findOpenFile(process.stdout.fd))
        : isSameFile(source, await findStats(output));
    if (isOwnSource) throw new Error('the output is the input: name another file');
    if (output === undefined)
      return new ResumableOutput(new StreamOutput(process.stdout), BEGINNING, undefined, undefined);
    if (!input) return new ResumableOutput(await createFile(output, options), BEGINNING, undefined, undefined, output);
    const path = getCheckpointPath(output);
    const checkpoint = { path, identity: identifyRun(options, model, input), shard: options.shard };
    const former = await readCheckpoint(path);
    if (options.resume && former) return await continueRun(former, output, checkpoint);
    if (options.resume && (await findStats(output))) {
      throw new Error(
        `there is nothing to resume: ${output} exists without ${path}, so its run is complete, or was another one`,
      );
    }
    if (former && !options.force) {
      throw new Error(
        `${output} belongs to a run that was interrupted: continue it with --resume, or replace it with --force`,
      );
    }
    return await beginRun(output, options, checkpoint);
  }

  /** Keeps a position whose results the output holds, synchronized. */
  async save({ byte, rows, errors }: Position, start: TableStart): Promise<void> {
    if (!this.checkpoint) return;
    const { path, identity } = this.checkpoint;
    await writeCheckpoint(path, { identity, start, inputByte: byte, outputBytes: this.output.bytes, rows, errors });
  }

  /** Removes the output and its checkpoint again, if the run has written nothing: a fault of the header or of an option. */
  async discardIfEmpty(): Promise<void> {
    if (this.path === undefined || this.output.bytes > 0) return;
    await rm(this.path, { force: true });
    if (this.checkpoint) await removeCheckpoint(this.checkpoint.path);
  }

  /** The run is complete. A shard gets a record of what its output holds. */
  async complete({ rows, errors }: Position): Promise<void> {
    if (!this.checkpoint) return;
    const { path, identity, shard } = this.checkpoint;
    if (shard && this.path !== undefined) {
      await writeShardRecord(this.path, { shard, identity, outputBytes: this.output.bytes, rows, errors });
    }
    await removeCheckpoint(path);
  }
}

/** The checkpoint is there before the output, so that a run can be resumed from its first moment on. */
async function beginRun(
  output: string,
  options: ClassifyOptions,
  checkpoint: CheckpointFile,
): Promise<ResumableOutput> {
  if (!options.force && (await findStats(output))) throw alreadyExists(output);
  const { path, identity } = checkpoint;
  await removeShardRecord(output);
  await writeCheckpoint(path, { identity, start: undefined, inputByte: 0, outputBytes: 0, rows: 0, errors: 0 });
  try {
    return new ResumableOutput(await createOutputFile(output, true), BEGINNING, undefined, checkpoint, output);
  } catch (error) {
    await removeCheckpoint(path);
    throw error;
  }
}

async function continueRun(former: Checkpoint, output: string, checkpoint: CheckpointFile): Promise<ResumableOutput> {
  const differences = listDifferences(former.identity, checkpoint.identity);
  if (differences.length > 0) {
    throw new Error(`this is another run than the one to resume: ${differences.join(', ')} changed`);
  }
  const { inputByte: byte, rows, errors, start } = former;
  // Before the first row, the output holds nothing that counts.
  if (rows === 0)
    return new ResumableOutput(await createOutputFile(output, true), BEGINNING, undefined, checkpoint, output);
  return new ResumableOutput(
    await continueOutputFile(output, former.outputBytes),
    { byte, rows, errors },
    start,
    checkpoint,
    output,
  );
}

/**
 * @param input of the run
 * @returns whether the output is that of the shard of the options, complete
 */
export async function isShardComplete(
  options: ClassifyOptions,
  model: ModelDescription,
  input: Stats,
): Promise<boolean> {
  const { output } = options;
  if (output === undefined || (await readCheckpoint(getCheckpointPath(output)))) return false;
  const record = await readShardRecord(output);
  if (!record || listDifferences(record.identity, identifyRun(options, model, input)).length > 0) return false;
  return (await findStats(output))?.size === record.outputBytes;
}

const alreadyExists = (path: string) => new Error(`${path} exists: replace it with --force`);

async function createFile(path: string, { force }: ClassifyOptions): Promise<Output> {
  try {
    return await createOutputFile(path, force);
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'EEXIST' ? alreadyExists(path) : error;
  }
}

function identifyRun(
  options: ClassifyOptions,
  { digest, windows }: ModelDescription,
  { size, mtimeMs }: Stats,
): RunIdentity {
  const { format, column, delimiter, prefix, neutral } = options;
  const { encoding, quoting, rowNames, nullText, sentences, minScore } = options;
  const table = { format, column, delimiter, prefix, encoding, quoting, rowNames, nullText };
  return {
    options: JSON.stringify({ ...table, neutral, sentences, minScore }),
    shard: options.shard ? formatShard(options.shard) : '',
    modelDigest: digest,
    maxWindows: windows.maxWindows,
    inputBytes: size,
    inputChangedMs: mtimeMs,
  };
}
