import { relative } from 'node:path';
import { packageRoot } from './package-root.js';
import { declaredSettings } from './setting.js';
import { Settings } from './settings.js';

/** Every setting with its default and meaning, as a table in Markdown. */
export function settingsTable(): string {
  const defaults = new Settings({});
  const rows = declaredSettings().map(({ name, meaning }) => {
    return `| \`${name}\` | ${getDefault(defaults, name)} | ${meaning} |`;
  });
  return ['| Variable | Default | Meaning |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

function getDefault(defaults: Settings, name: string): string {
  const value = String(Object.entries(defaults).find(([property]) => property === name)?.[1]);
  if (value === '') return 'none';
  return value.startsWith(packageRoot) ? relative(packageRoot, value) : value;
}
