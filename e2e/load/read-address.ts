import type { ChildProcess } from 'node:child_process';

/** Waits for the address that a server prints first. @throws Error when the server ends before */
export function readAddress(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    server.stdout?.once('data', (chunk: Buffer) => {
      resolve(/http:\S+/.exec(chunk.toString())?.[0] ?? '');
    });
    server.once('exit', () => {
      reject(new Error('the server ended before it listened'));
    });
  });
}
