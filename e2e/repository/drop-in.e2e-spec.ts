import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '#libs/testing';
import { DIALECT_NAMES } from '../../apps/api/src/config/dialect-names.js';

function readText(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

const page = readText('docs/drop-in.md');
const JAVA_PROJECT = 'e2e/clients/drop-in/comprehend-java/pom.xml';
/** A property of the project. */
const JAVA_VERSION = /<aws\.version>(\S+)<\/aws\.version>/;
const JAVA_PACKAGE = 'software.amazon.awssdk:comprehend';

describe('docs/drop-in.md', () => {
  it('has the versions of the clients that the tests install', () => {
    const { devDependencies } = JSON.parse(readText('package.json')) as { devDependencies: Record<string, string> };
    const pinned = [...readText('e2e/clients/drop-in/requirements.txt').matchAll(/^(\S+)==(\S+)$/gm)];
    const python = Object.fromEntries(pinned.map(([, name = '', version]) => [name, version]));
    const java = Object.fromEntries([[JAVA_PACKAGE, JAVA_VERSION.exec(readText(JAVA_PROJECT))?.[1]]]);
    const go = Object.fromEntries(
      [...readText('e2e/clients/drop-in/comprehend-go/go.mod').matchAll(/^\tgithub\.com\/aws\/(\S+) v(\S+)$/gm)].map(
        ([, name = '', version]) => [name, version],
      ),
    );
    const rows = [...page.matchAll(/^\| (\S+) \(.*?\) +\| ([\d.]+) +\|/gm)];
    expect(rows).toHaveLength(14);
    for (const [, name = '', version] of rows)
      expect(version, name).toBe({ ...devDependencies, ...python, ...java, ...go }[name]);
  });

  it('names each format of the setting DIALECTS', () => {
    for (const name of DIALECT_NAMES) expect(page).toContain(`\`${name}\``);
  });

  it('has lines of at most 140 characters', () => {
    expect(page.split('\n').filter((line) => line.length > 140)).toEqual([]);
  });
});
