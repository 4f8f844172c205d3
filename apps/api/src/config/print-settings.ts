/** `sentiment settings`, `npm run settings`: prints docs/configuration.md, or writes it with `--write`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderConfigurationPage } from './configuration-page.js';
import { packageRoot } from './package-root.js';

const USAGE = `Usage: sentiment settings [options]

Prints every setting of the service with its default, its allowed values and its meaning, in Markdown.

  --write   write docs/configuration.md instead
  --help    print this text
`;

try {
  const { values } = parseArgs({
    options: { write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) process.stdout.write(USAGE);
  else if (values.write) writeFileSync(join(packageRoot, 'docs/configuration.md'), renderConfigurationPage());
  else process.stdout.write(renderConfigurationPage());
} catch (error) {
  process.stderr.write(`cannot print the settings: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
