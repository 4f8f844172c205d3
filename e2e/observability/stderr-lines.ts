/** Preloaded into a service by a test (`node --import`): writes a line to standard error at each turn of a timer. */
import { writeSync } from 'node:fs';

const STANDARD_ERROR = 2;
const INTERVAL_MS = 2;

setInterval(() => {
  try {
    writeSync(STANDARD_ERROR, 'a line of standard error\n');
  } catch {
    // The reader has no room now.
  }
}, INTERVAL_MS).unref();
