/**
 * Preloaded into a service by a test (`node --import`): opening a named pipe waits for its writer, as opening a file on a
 * stuck mount waits for its server. The thread that waits cannot be interrupted.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { open } = fs.promises;

fs.promises.open = (path, flags, mode) => {
  const blocking = typeof flags === 'number' ? flags & ~fs.constants.O_NONBLOCK : flags;
  return open(path, blocking, mode);
};
syncBuiltinESMExports();
