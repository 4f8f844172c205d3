/**
 * npm runs a script by way of a shell, and the script hears little of the signals that npm gets:
 *
 * - SIGTERM: npm passes it to the shell, which ends. The script has another parent then.
 * - SIGHUP, SIGKILL: npm ends without a word. The shell has another parent then.
 * - SIGINT: npm passes it to the shell, and dash keeps it until the script ends. There is no event, and no pending
 *   signal. But the shell, which sleeps while the script runs, has woken up and sleeps again.
 *
 * (bash replaces itself by the script, so that npm's signals arrive.) Nothing reports these changes: they are polled.
 */
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { clearInterval, setInterval } from 'node:timers';

const INTERVAL_MS = 250;

/** @returns a file of Linux's /proc; empty where there is none, or when the process has ended */
function readProc(path) {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}

function readField(status, name) {
  return new RegExp(`^${name}:\\s+(\\w+)`, 'm').exec(status)?.[1];
}

function readSleeps(status) {
  return Number(readField(status, 'voluntary_ctxt_switches'));
}

/** How often each other thread of this process went to sleep. */
function readOwnSleeps() {
  const threads = readdirSync('/proc/self/task').filter((id) => Number(id) !== process.pid);
  return new Map(threads.map((id) => [id, readSleeps(readProc(`self/task/${id}/status`))]));
}

/** Tells when a sleeping shell got a signal that it keeps. */
class SleepingShell {
  #sleeps = Number.NaN;
  #ownSleeps = new Map();

  /** @param status of the shell, from /proc @returns whether it woke up since the last call, and this process did not */
  wokeUp(status) {
    // A shell that has not come to its sleep yet counts at the next call.
    if (readField(status, 'State') !== 'S') return false;
    const [sleeps, ownSleeps] = [this.#sleeps, this.#ownSleeps];
    [this.#sleeps, this.#ownSleeps] = [readSleeps(status), readOwnSleeps()];
    // Every process wakes up when a terminal, a container or the machine goes on after a pause, with all of its threads.
    const wasPaused = [...this.#ownSleeps].every(([id, count]) => count !== ownSleeps.get(id));
    return this.#sleeps > sleeps && !wasPaused;
  }
}

/**
 * Calls back when a signal was sent to npm and does not arrive by itself. Does nothing where npm did not start this process:
 * another parent may end and leave a service on purpose.
 *
 * @param receive gets the signal: SIGTERM when npm or its shell has gone
 */
export function watchNpm(receive) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const shell = /^(da)?sh$/.test(readProc(`${parent}/comm`).trim()) ? new SleepingShell() : undefined;
  const npm = readField(readProc(`${parent}/status`), 'PPid');
  const check = () => {
    const status = readProc(`${parent}/status`);
    if (process.ppid !== parent || (shell && readField(status, 'PPid') !== npm)) {
      clearInterval(timer);
      receive('SIGTERM');
    } else if (shell?.wokeUp(status)) {
      receive('SIGINT');
    }
  };
  const timer = setInterval(check, INTERVAL_MS);
  timer.unref();
}
