/**
 * `npm start`: builds the service, runs it as a child process, and passes signals on to it. npm alone would leave the
 * service running: see `watch-npm.js`. Needs no build itself.
 *
 * Exits with the code of the service, or 128 and the number of the signal that ended it, as shells do.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { COMPILER } from './compiler.js';
import { watchNpm } from './watch-npm.js';

const repository = join(import.meta.dirname, '../..');
/** Not `nest build`, which checks the types of every file each time. */
const BUILDS = [
  [COMPILER, '--project', 'tsconfig.build.json'],
  [join(repository, 'dist/libs/analysis/src/language/write-language-table.js')],
  [join(repository, 'apps/playground/build.js')],
];
/** Flags of Node for the service. Its model processes have flags of their own. */
const NODE_FLAGS = [];
const SERVICE = [...NODE_FLAGS, join(repository, 'dist/apps/api/src/main.js')];

/** The message of the service when it handles signals: before, they would end it without a drain. */
const SIGNALS_HANDLED = 'signals-handled';
const FORWARDED_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'];
/** Ctrl+C arrives twice, from the terminal and from npm. A person who presses it again takes longer. */
const SAME_SIGNAL_MS = 300;
/** Windows has no signals: `kill` would end the child at once, and the console tells it of Ctrl+C itself. */
const HAS_SIGNALS = process.platform !== 'win32';

/** Passes a signal to the current child. Replaced by each step. */
let forward = () => {};
/** The signal that asked for the end, once one has. */
let requested;
const lastSentMs = new Map();

function receive(signal) {
  const nowMs = performance.now();
  if (nowMs - (lastSentMs.get(signal) ?? Number.NEGATIVE_INFINITY) < SAME_SIGNAL_MS) return;
  lastSentMs.set(signal, nowMs);
  requested ??= signal;
  if (HAS_SIGNALS) forward(signal);
}

/** @returns the exit code, once the process has ended */
function untilEnd(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`cannot start: ${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

async function build() {
  for (const step of BUILDS) {
    const child = spawn(process.execPath, step, { cwd: repository, stdio: 'inherit' });
    forward = (signal) => child.kill(signal);
    const code = await untilEnd(child);
    if (code !== 0 || requested !== undefined) return code;
  }
  return 0;
}

function serve() {
  const child = spawn(process.execPath, SERVICE, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // A terminal signals its whole process group, and this process passes the signal on when the service handles it.
    detached: HAS_SIGNALS,
  });
  const held = [];
  forward = (signal) => held.push(signal);
  child.once('message', (message) => {
    if (message !== SIGNALS_HANDLED) return;
    forward = (signal) => child.kill(signal);
    for (const signal of held) forward(signal);
  });
  return untilEnd(child);
}

for (const signal of FORWARDED_SIGNALS) process.on(signal, receive);
watchNpm(receive);
const buildCode = await build();
if (requested !== undefined) process.exit(128 + constants.signals[requested]);
process.exit(buildCode === 0 ? await serve() : buildCode);
