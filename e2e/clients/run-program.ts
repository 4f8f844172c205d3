import { execFile } from 'node:child_process';

/**
 * Runs a program to its end.
 *
 * @returns what it wrote to its standard output
 * @throws Error with all that it wrote, when it cannot be started or its exit code is not 0
 */
export function runProgram(cwd: string, program: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${args.join(' ')} has failed (${error.message})\n${stdout}${stderr}`));
      else resolve(stdout);
    });
  });
}
