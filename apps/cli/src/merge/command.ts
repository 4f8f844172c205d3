import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '#libs/clock';
import type { Command } from '../command.js';
import { parseMergeOptions } from './merge-options.js';
import { mergeShards } from './merge-shards.js';

const USAGE = `Usage: sentiment merge <file>... --output <file> [--force]

Puts the outputs of "sentiment classify --shard" together, in the order of the shards, whatever the order of the names is. The
result is the output of one run over the whole input. Every shard has to be there, complete, and of the same input, options and
model: the record <output>.shard.json beside each output tells. A * in a name stands for any characters: 'part-*.csv'.

  --output <file>      file to write
  --source <file>      file that was classified: fail if the shards are of another one, or if it was changed since
  --model-dir <dir>    model folder: fail if the shards are of another model
  --wait-minutes <n>   wait for shards that are missing or not complete, at most n minutes (default: 0)
  --force              replace an output that exists
  --help               print this text
`;

/** `sentiment merge`. */
export const mergeCommand: Command = {
  summary: 'puts the outputs of the shards of "classify" together',
  async run(args) {
    const options = parseMergeOptions(args);
    if (!options) {
      process.stdout.write(USAGE);
      return 0;
    }
    const { shards, rows, errors } = await mergeShards(options, {
      time: { nowMs: () => systemClock.nowMs(), sleep },
      onWait: (reason) => process.stderr.write(`waiting: ${reason}\n`),
    });
    process.stderr.write(`shards        ${shards}\nrows          ${rows}\nerrors        ${errors}\n`);
    return 0;
  },
};
