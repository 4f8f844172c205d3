import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CANNOT_BE_DONE, type Command } from '../command.js';

/** The settings belong to the other application: its program runs as a process of its own. */
const PRINT_SETTINGS = join(import.meta.dirname, '../../../api/src/config/print-settings.js');

/** `sentiment settings`. */
export const settingsCommand: Command = {
  summary: 'prints every setting of the service',
  run(args) {
    const { status } = spawnSync(process.execPath, [PRINT_SETTINGS, ...args], { stdio: 'inherit' });
    return Promise.resolve(status ?? CANNOT_BE_DONE);
  },
};
