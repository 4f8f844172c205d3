import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** An exception of a client in another language. The message is what the user sees. */
export class ClientError extends Error {
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

type Outcome = { readonly value: unknown } | { readonly error: Pick<ClientError, 'type' | 'message' | 'status'> };

/** A process that calls a client. It reads a call a line, and writes an outcome a line, in JSON. */
export class ClientCalls {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly outcomes: AsyncIterator<string, undefined>;
  private errorOutput = '';

  constructor(program: string, ...args: readonly string[]) {
    // Without the variables that configure clients, and without proxies.
    const env = { PATH: process.env.PATH, HOME: process.env.HOME };
    this.child = spawn(program, args, { env });
    this.child.stderr.on('data', (chunk: Buffer) => (this.errorOutput += chunk.toString()));
    this.outcomes = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  /**
   * Calls a function of the program, after the end of the call before.
   *
   * @returns its value, as JSON has it
   * @throws ClientError what the function raises
   * @throws Error when the process has ended
   */
  async call(name: string, values: Readonly<Record<string, unknown>>): Promise<unknown> {
    this.child.stdin.write(`${JSON.stringify({ function: name, arguments: values })}\n`);
    const { value: line } = await this.outcomes.next();
    if (line === undefined) throw new Error(`the process has ended: ${this.errorOutput}`);
    const outcome = JSON.parse(line) as Outcome;
    if ('value' in outcome) return outcome.value;
    const { type, message, status } = outcome.error;
    throw new ClientError(type, message, status);
  }

  async stop(): Promise<void> {
    this.child.stdin.end();
    if (this.child.exitCode === null) await once(this.child, 'exit');
  }
}
