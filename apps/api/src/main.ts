import { isShutdownRequested } from './shutdown/early-signals.js';
import { limitHeapGrowth } from '#libs/heap';
import { readOpenFileLimit, requireOpenFiles } from './config/open-files.js';

try {
  const openFileLimit = readOpenFileLimit();
  requireOpenFiles(openFileLimit);
  limitHeapGrowth();
  // All static imports of a module are loaded before the first of them runs: this one would delay the signal handlers.
  const { startService } = await import('./start-service.js');
  await startService(process.env, openFileLimit);
} catch (error) {
  // A signal during the start may make any step fail. Then the shutdown ends the process.
  if (!isShutdownRequested()) {
    process.stderr.write(`cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
