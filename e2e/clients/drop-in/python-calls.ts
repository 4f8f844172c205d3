import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repository } from '#libs/testing';
import { PYTHON } from './python-environment.js';

/** An exception of a Python client. The message is what the user sees. */
export class PythonError extends Error {
  constructor(
    /** Name of the class of the exception. */
    readonly type: string,
    message: string,
    /** HTTP status of the answer; null when the exception has none. */
    readonly status: number | null,
  ) {
    super(message);
  }
}

type Outcome = { readonly value: unknown } | { readonly error: Pick<PythonError, 'type' | 'message' | 'status'> };

/** A Python process that calls a client. */
export class PythonCalls {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly outcomes: AsyncIterator<string, undefined>;
  private errorOutput = '';

  /** @param module of the folder `python`: its functions can be called */
  constructor(module: string) {
    const program = join(repository, 'e2e/clients/drop-in/python/serve_calls.py');
    // Without the variables that configure clients, and without proxies.
    const env = { PATH: process.env.PATH, HOME: process.env.HOME };
    this.child = spawn(PYTHON, [program, module], { env });
    this.child.stderr.on('data', (chunk: Buffer) => (this.errorOutput += chunk.toString()));
    this.outcomes = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  /**
   * Calls a function, after the end of the call before.
   *
   * @returns its value, as JSON has it
   * @throws PythonError what the function raises
   * @throws Error when the process has ended
   */
  async call(name: string, values: Readonly<Record<string, unknown>>): Promise<unknown> {
    this.child.stdin.write(`${JSON.stringify({ function: name, arguments: values })}\n`);
    const { value: line } = await this.outcomes.next();
    if (line === undefined) throw new Error(`Python has ended: ${this.errorOutput}`);
    const outcome = JSON.parse(line) as Outcome;
    if ('value' in outcome) return outcome.value;
    const { type, message, status } = outcome.error;
    throw new PythonError(type, message, status);
  }

  async stop(): Promise<void> {
    this.child.stdin.end();
    if (this.child.exitCode === null) await once(this.child, 'exit');
  }
}
