import { readFileSync } from 'node:fs';

/** The module loader opens the files of many modules at once: below some 460 it fails. */
const MIN_OPEN_FILES = 512;
/** For everything but connections of clients: 25 are open after the start; the rest is for Redis, traces and new processes. */
const RESERVED_FILES = 112;

/** The number of files that this process may have open. Node has raised the soft limit to the hard limit. */
export function readOpenFileLimit(): number {
  let limits: string;
  try {
    limits = readFileSync('/proc/self/limits', 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EMFILE') throw tooLow('is too low');
    return Number.POSITIVE_INFINITY; // Only Linux has this file.
  }
  const [, soft = ''] = /^Max open files\s+(\d+|unlimited)/m.exec(limits) ?? [];
  return /^\d+$/.test(soft) ? Number(soft) : Number.POSITIVE_INFINITY;
}

/** @throws Error when the service cannot even be loaded with so few open files */
export function requireOpenFiles(limit: number): void {
  if (limit < MIN_OPEN_FILES) throw tooLow(`is ${limit}`);
}

/** The number of connections that a limit of open files leaves room for, at most `wanted`. */
export function limitConnectionsByFiles(wanted: number, limit: number): number {
  return Math.min(wanted, limit - RESERVED_FILES);
}

function tooLow(fault: string): Error {
  return new Error(
    `the limit of open files (ulimit -n) ${fault}: the service needs at least ${MIN_OPEN_FILES}, ` +
      `and ${RESERVED_FILES} more than MAX_CONNECTIONS to serve that many connections`,
  );
}
