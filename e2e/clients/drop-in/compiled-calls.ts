import { join } from 'node:path';
import { repository } from '#libs/testing';
import { runProgram } from '../run-program.js';
import { ClientCalls } from './client-calls.js';

const FOLDER = join(repository, 'e2e/clients/drop-in');
/** `npm ci` removes it. */
const CACHE = join(repository, 'node_modules/.cache');

/** Compiles the program in `comprehend-go`, and starts it. The packages are those of its go.sum. */
export async function startGoCalls(): Promise<ClientCalls> {
  const program = join(CACHE, 'comprehend-go/comprehend-calls');
  await runProgram(
    join(FOLDER, 'comprehend-go'),
    'go',
    'build',
    '-mod=readonly',
    '-buildvcs=false',
    '-o',
    program,
    '.',
  );
  return new ClientCalls(program);
}

/** Compiles the program in `comprehend-java`, and starts it. */
export async function startJavaCalls(): Promise<ClientCalls> {
  const target = join(CACHE, 'comprehend-java');
  const options = ['-B', '-ntp', '-q', `-Dtarget=${target}`];
  await runProgram(join(FOLDER, 'comprehend-java'), 'mvn', ...options, 'compile', 'dependency:copy-dependencies');
  const classes = [join(target, 'classes'), join(target, 'dependency', '*')].join(':');
  return new ClientCalls('java', '-cp', classes, 'ComprehendCalls');
}
