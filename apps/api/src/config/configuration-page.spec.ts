import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listSettings, renderConfigurationPage } from './configuration-page.js';
import { packageRoot } from './package-root.js';
import { declaredSettings } from './setting.js';

describe('Configuration page', () => {
  it('lists every setting once', () => {
    expect(listSettings().sort()).toEqual(
      declaredSettings()
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('is docs/configuration.md', () => {
    expect(readFileSync(join(packageRoot, 'docs/configuration.md'), 'utf8')).toBe(renderConfigurationPage());
  });

  it('has no line of more than 120 characters', () => {
    const lines = renderConfigurationPage().split('\n');
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  it('names the allowed values of each setting', () => {
    expect(declaredSettings().filter(({ allowed }) => allowed === '')).toEqual([]);
    expect(renderConfigurationPage().match(/^- Allowed: \S/gm)).toHaveLength(declaredSettings().length);
  });

  it('says what each setting means in sentences', () => {
    const unended = declaredSettings().filter(({ meaning }) => !/^[A-Z].*\.$/.test(meaning));
    expect(unended.map(({ name }) => name)).toEqual([]);
  });
});
