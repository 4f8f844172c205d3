import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, repository, startApi } from '#libs/testing';
import { parse } from 'yaml';
import { Settings } from '../../apps/api/src/config/settings.js';
import { PROBLEM_TABLE } from '../../apps/api/src/http/errors/problem-table.js';

const PAGE = 'docs/operations.md';
const page = readFileSync(join(repository, PAGE), 'utf8');

/** The text below a heading, up to the next heading of the same or a higher level. */
function readSection(title: string): string {
  const [, level = '', rest = ''] = new RegExp(`^(#+) ${title}\n([^]*)`, 'm').exec(page) ?? [];
  if (level === '') throw new Error(`${PAGE} has no section ${title}`);
  return rest.split(new RegExp(`^#{1,${level.length}} `, 'm'))[0] ?? '';
}

/** The titles of the sections one level below a heading. */
function listSubsections(title: string): string[] {
  return [...readSection(title).matchAll(/^### (.+)$/gm)].map(([, subsection = '']) => subsection);
}

/** The anchor that GitHub gives a heading. */
function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

describe('docs/operations.md: alerts', () => {
  const rules = parse(readFileSync(join(repository, 'deploy/components/monitoring/alerts.yaml'), 'utf8')) as {
    readonly spec: { readonly groups: readonly { readonly rules: readonly { readonly alert?: string }[] }[] };
  };
  const alerts = rules.spec.groups.flatMap((group) => group.rules.flatMap(({ alert }) => alert ?? []));

  it('has a section for each alert, in the order of the rules, and for no other one', () => {
    expect(alerts).not.toEqual([]);
    expect(listSubsections('2. Alerts')).toEqual(alerts);
  });

  it.each(alerts)('tells symptom, causes, checks and action of %s', (alert) => {
    const parts = [...readSection(alert).matchAll(/^- \*\*([\w ]+)\*\*:/gm)].map(([, part]) => part);
    expect(parts).toEqual(['Symptom', 'Likely causes', 'Check', 'Action']);
  });
});

describe('docs/operations.md: problem types', () => {
  it('has a section for each problem type, in the order of the table, and for no other one', () => {
    expect(listSubsections('3. Problem types')).toEqual(Object.keys(PROBLEM_TABLE));
  });

  it.each(Object.entries(PROBLEM_TABLE))('tells status, title, cause and action of %s', (kind, { status, title }) => {
    const section = readSection(kind);
    expect(section).toMatch(new RegExp(`^\\s*- \\*\\*Status\\*\\*: ${status}\\b`));
    expect(section).toContain(`"${title}"`);
    const parts = [...section.matchAll(/^- \*\*([\w ]+)\*\*:/gm)].map(([, part]) => part);
    expect(parts).toEqual(['Status', 'Client sees', 'Cause', 'Action']);
  });
});

describe('docs/operations.md: metrics', () => {
  let api: Api;

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(async () => {
    await api.stop();
  });

  it('lists each metric of the service with its type, and no other one', async () => {
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    const served = [...metrics.matchAll(/^# TYPE ((?:sentiment|http)_\w+) (\w+)$/gm)].map(([, name, type]) => {
      return `${name} ${type}`;
    });
    const listed = [...readSection('4. Metrics').matchAll(/^- `((?:sentiment|http)_\w+)` \((\w+)\)/gm)];
    expect(served.length).toBeGreaterThan(25);
    expect(listed.map(([, name, type]) => `${name} ${type}`).sort()).toEqual(served.sort());
  });

  it('names only metrics that the service has', async () => {
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    const named = [...page.matchAll(/\b(?:sentiment|http|nodejs)_[a-z0-9_]*[a-z0-9]\b(?!_\*)/g)].map(([name]) => name);
    expect(named.length).toBeGreaterThan(25);
    for (const name of named) {
      const family = name.replace(/_(sum|count|bucket)$/, '');
      expect(metrics, name).toMatch(new RegExp(`^# TYPE (${name}|${family}) `, 'm'));
    }
  });
});

describe('docs/operations.md: text', () => {
  it('names only settings that exist', () => {
    const settings = Object.keys(new Settings({}));
    // Other variables and codes in capitals have another first word.
    const words = settings.map((name) => name.split('_')[0]);
    const named = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/g)].map(([, name = '']) => name);
    const candidates = named.filter((name) => words.includes(name.split('_')[0]));
    expect(candidates.length).toBeGreaterThan(10);
    for (const name of candidates) expect(settings).toContain(name);
  });

  it('links only to files and sections that exist', () => {
    const links = [...page.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
    expect(links.length).toBeGreaterThan(10);
    for (const [link, path = '', anchor] of links) {
      const target = path === '' ? join(repository, PAGE) : join(repository, dirname(PAGE), path);
      expect(existsSync(target), link).toBe(true);
      if (anchor === undefined) continue;
      const headings = [...readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
      expect(headings.map(toAnchor), link).toContain(anchor);
    }
  });

  it('has no line of more than 140 characters', () => {
    expect(page.split('\n').filter((line) => line.length > 140)).toEqual([]);
  });
});
