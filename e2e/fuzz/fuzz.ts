/**
 * `npm run fuzz`: Schemathesis with all its checks against a service of its own: with the default model, and with API keys
 * and a model that has no neutral label. Needs `st` on PATH (PyPI: schemathesis).
 *
 *   --examples 2000   of the operation with a body
 *   --minimum 2000    cases in all, or the run has failed
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, repository, startApi } from '#libs/testing';

const KEY = 'a-key-for-the-fuzzing-run';
/** What differs with keys is seen early. */
const KEYED_EXAMPLES = '60';
/** Of each operation besides `/predict`: there are some thirty. */
const MAX_OTHER_EXAMPLES = 100;
/**
 * No schema can say that a tensor has as many elements as its shape, and none that generators of clients understand says that a string
 * takes the place of a list, or a number that of a name. None says that no two documents have the same id.
 */
const LOOSE_SCHEMAS = '(/infer|/classify|:analyzeSentiment|:analyze-text)$|^/$|^/models/|^/text/';
const SCHEMA_CHECKS = 'positive_data_acceptance,negative_data_rejection';

const { values } = parseArgs({
  options: { examples: { type: 'string', default: '2000' }, minimum: { type: 'string', default: '2000' } },
});
const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
writeFileSync(join(folder, 'keys'), `fuzz:${KEY}\n`);
// Schemathesis takes what is in the folder that it runs in.
const guardedFolder = join(folder, 'guarded');
mkdirSync(guardedFolder);
writeFileSync(join(guardedFolder, 'schemathesis.toml'), `[auth.openapi.bearer]\nbearer = "${KEY}"\n`);
const keyed = { API_KEYS_FILE: join(folder, 'keys'), MODEL: 'minilm-l6-sst2' };
const others = ['--max-examples', String(Math.min(MAX_OTHER_EXAMPLES, Number(values.examples)))];
// All end before one failure ends this process: a service that is left would run on.
const runs = await Promise.allSettled([
  fuzz(folder, ['--max-examples', values.examples, '--include-path', '/predict'], {}),
  fuzz(folder, [...others, '--exclude-path', '/predict', '--exclude-path-regex', LOOSE_SCHEMAS], {}),
  fuzz(folder, [...others, '--include-path-regex', LOOSE_SCHEMAS, '--exclude-checks', SCHEMA_CHECKS], {}),
  fuzz(guardedFolder, ['--max-examples', KEYED_EXAMPLES, '--exclude-path-regex', LOOSE_SCHEMAS], keyed),
]);
rmSync(folder, { recursive: true });
let cases = 0;
for (const run of runs) {
  if (run.status === 'rejected') throw run.reason;
  cases += run.value;
}
if (cases < Number(values.minimum)) throw new Error(`only ${cases} cases`);
process.stdout.write(`${cases} cases, no 5xx and no undocumented answer\n`);

/** @returns how many cases there were @throws Error when one of them failed a check */
async function fuzz(cwd: string, selection: readonly string[], env: Record<string, string>): Promise<number> {
  const api = await startApi({ env: { ...env, LOG_LEVEL: 'warn', PORT: String(await freePort()) } });
  const model = await fetch(`${api.url}/model`, { headers: { 'x-api-key': KEY } });
  const { neutralLabel } = (await model.json()) as { neutralLabel: string | null };
  // One thread a process: Python 3.11 before 3.11.9 parses source text wrongly in several threads at once (python/cpython#106905),
  // and Hypothesis parses it.
  const options = ['--checks', 'all', '--workers', '1', ...selection];
  const { exitCode, output } = await schemathesis(['run', `${api.url}/openapi.json`, ...options], {
    cwd,
    hasNeutralLabel: neutralLabel !== null,
  });
  await api.stop();
  process.stdout.write(output);
  if (exitCode !== 0) throw new Error('Schemathesis has found something');
  if (api.output().includes('"status":5')) throw new Error('the service answered 5xx');
  return Number(/(\d+) generated/.exec(output.replaceAll(',', ''))?.[1]);
}

async function schemathesis(
  args: readonly string[],
  { cwd, hasNeutralLabel }: { readonly cwd: string; readonly hasNeutralLabel: boolean },
): Promise<{ exitCode: number | null; output: string }> {
  const run = spawn('st', args, {
    cwd,
    env: {
      ...process.env,
      SCHEMATHESIS_HOOKS: join(repository, 'e2e/fuzz/hooks.py'),
      HAS_NEUTRAL_LABEL: String(hasNeutralLabel),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  run.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => {
    run.once('error', () => resolve({ exitCode: null, output: 'st is not installed (PyPI: schemathesis)\n' }));
    run.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}
