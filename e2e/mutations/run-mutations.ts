/**
 * `npm run test:mutants`: applies each mutation to a copy of the sources and demands that its spec fails. Exits with 1 when
 * a spec passes, cannot be loaded, or when the text of a mutation does not occur exactly once.
 */
import type { Mutation } from './mutation.js';
import { CLIENT_MUTATIONS, REQUEST_MUTATIONS } from './request-mutations.js';
import { runSpecs } from './run-specs.js';
import { LOG_MUTATIONS, PROBLEM_MUTATIONS, SETTING_MUTATIONS, STAGE_MUTATIONS } from './service-mutations.js';
import { SourceCopy } from './source-copy.js';

const MUTATIONS: readonly Mutation[] = [
  ...LOG_MUTATIONS,
  ...SETTING_MUTATIONS,
  ...STAGE_MUTATIONS,
  ...PROBLEM_MUTATIONS,
  ...REQUEST_MUTATIONS,
  ...CLIENT_MUTATIONS,
];

/** One for each core of the smallest machine that runs the checks. */
const COPIES = 2;

/** The result for one mutation: only a killed mutant is right. */
interface Result {
  readonly verdict: 'killed' | 'SURVIVED' | 'NOT LOADED' | 'NOT FOUND';
  readonly name: string;
  /** The test that failed, or the spec that should have. */
  readonly test: string;
}

async function testMutation(mutation: Mutation, copy: SourceCopy): Promise<Result> {
  const { name, file, spec } = mutation;
  const restore = copy.apply(mutation);
  if (!restore) return { verdict: 'NOT FOUND', name, test: file };
  try {
    const { hasPassed, failedTest } = await runSpecs(copy.root, [spec]);
    if (failedTest !== undefined) return { verdict: 'killed', name, test: failedTest };
    return { verdict: hasPassed ? 'SURVIVED' : 'NOT LOADED', name, test: spec };
  } finally {
    restore();
  }
}

/** Tests the mutations one after another until none is left. Several copies share the list. */
async function testNext(waiting: Mutation[], copy: SourceCopy): Promise<Result[]> {
  const results: Result[] = [];
  for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await testMutation(next, copy));
  return results;
}

const copies = Array.from({ length: COPIES }, () => new SourceCopy());
try {
  const [first] = copies;
  const specs = [...new Set(MUTATIONS.map(({ spec }) => spec))];
  const unchanged = first && (await runSpecs(first.root, specs));
  if (!unchanged?.hasPassed)
    throw new Error(`a spec fails without a mutation: ${unchanged?.failedTest ?? 'not loaded'}`);

  const waiting = [...MUTATIONS];
  const results = (await Promise.all(copies.map((copy) => testNext(waiting, copy)))).flat();
  const rows = MUTATIONS.map(({ name }) => results.find((result) => result.name === name));
  for (const row of rows) if (row) process.stdout.write(`${row.verdict.padEnd(11)}${row.name.padEnd(70)}${row.test}\n`);
  const killed = results.filter(({ verdict }) => verdict === 'killed').length;
  process.stdout.write(`${killed} of ${MUTATIONS.length} mutants killed\n`);
  if (killed < MUTATIONS.length) process.exitCode = 1;
} finally {
  for (const copy of copies) copy.remove();
}
