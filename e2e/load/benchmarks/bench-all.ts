/**
 * `npm run bench:all`: runs the benches one after another and writes docs/benchmarks.md. Needs Linux, root, wrk, k6 and
 * redis-server, and a machine without other load.
 *
 *   --out docs/benchmarks.md
 */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { repository, shippedModel } from '#libs/testing';
import { wrapLines } from '../../../apps/api/src/config/wrap-lines.js';
import { SECTIONS, type Section } from './sections.js';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'docs/benchmarks.md' } } });
const MAX_OUTPUT_BYTES = 2 ** 26;

const parts = [describeRun()];
for (const section of SECTIONS) {
  process.stderr.write(`${section.title}\n`);
  parts.push(await runSection(section));
}
writeFileSync(join(repository, values.out), `${parts.join('\n\n')}\n`);

/** The head of the page: what was measured, where and when. */
function describeRun(): string {
  const manifest = JSON.parse(readFileSync(join(shippedModel, 'manifest.json'), 'utf8')) as Record<string, unknown>;
  const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;
  const date = new Date().toISOString().slice(0, 10);
  return [
    '# Benchmarks',
    '`npm run bench:all` writes this page. Every figure comes from one run, on one machine, with one model.',
    [
      `- Model: ${String(manifest.name)} ${String(manifest.version)}`,
      `- Machine: ${machine}. Load generator and service share the cores.`,
      `- Node ${process.version}, ${date}, load before the run ${(loadavg()[0] ?? Number.NaN).toFixed(2)}`,
    ].join('\n'),
    wrapLines(
      'Figures are medians. The lowest and the highest value are in brackets. Ratios hold on other machines too, absolute figures do not.',
    ),
  ].join('\n\n');
}

async function runSection({ title, script, options, file, meaning }: Section): Promise<string> {
  const path = join(repository, 'dist/e2e/load', file);
  const { stdout } = await promisify(execFile)(process.execPath, [path, ...options], {
    cwd: repository,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  const command = ['npm run', script, ...(options.length > 0 ? ['--', ...options] : [])].join(' ');
  return [`## ${title}`, `\`${command}\``, wrapLines(meaning), `\`\`\`\n${stdout.trimEnd()}\n\`\`\``].join('\n\n');
}
