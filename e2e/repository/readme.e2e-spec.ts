import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isMissing, repository, untilHealthy } from '#libs/testing';
import { parse } from 'yaml';
import { readDefault } from '../../apps/api/src/config/configuration-page.js';
import { Settings } from '../../apps/api/src/config/settings.js';
const readme = readFileSync(join(repository, 'README.md'), 'utf8');

/**
 * Each command of the page, and what runs it or, where it needs a container engine, a hub, 7 GB of packages or a person,
 * what checks it instead.
 */
const COMMANDS: Readonly<Record<string, string>> = {
  'npm ci': 'packages.e2e-spec.ts',
  'npm start': 'this file',
  'curl -s http://localhost:8000/predict': 'this file',
  'docker build -t sentiment .': 'not run: deploy/check/linters.deploy-spec.ts lints the Dockerfile',
  'docker run --rm -p 8000:8000 sentiment': 'not run: deploy/check/linters.deploy-spec.ts lints the Dockerfile',
  'docker compose up --build': 'not run: this file reads compose.yaml',
  'npx sentiment classify reviews.csv': 'e2e/bulk/classify-command.e2e-spec.ts',
  'npm run model:setup': 'not run: deploy/check/scripts.deploy-spec.ts checks python.sh',
  'npm run model:pull': 'not run: model-artifacts/training/tests/test_hub.py pulls from a hub of the test',
  'npm run model:check': 'e2e/models/model-tools.e2e-spec.ts',
  'MODEL=distilbert-base-uncased-finetuned-sst2 npm start':
    'not run: e2e/models/families.e2e-spec.ts serves such folders',
  'MODEL=minilm-l3-sentiment npm start': 'e2e/models/neutral-label.e2e-spec.ts serves the folder',
  'npm run bench:all': 'not run: writes docs/benchmarks.md, which this file compares with the page',
  'npm run start:dev': 'packages.e2e-spec.ts',
  'npm test': '.ci/run',
  'npm run test:all': '.ci/run',
  'npm run check': '.ci/run runs its stages',
  '.ci/run': 'continuous integration',
};

interface Answer {
  readonly predictions: { label: string; score: number }[][];
}

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code = '']) =>
    code.trim(),
  );
}

describe('README.md', () => {
  it.skipIf(isMissing('bash', 'curl'))(
    'starts with commands that run, and shows their real answer',
    { timeout: 120_000 },
    async () => {
      const [start = '', curl = ''] = blocks('sh');
      expect(start).toBe('npm ci\nnpm start');
      // In a group of its own: npm, its shell and the service end together.
      const npm = spawn('npm', ['start'], { cwd: repository, detached: true, env: { ...process.env, PORT: '0' } });
      try {
        const url = await new Promise<string>((resolve, reject) => {
          let output = '';
          npm.stdout.on('data', (chunk: Buffer) => {
            output += chunk.toString();
            const port = /listening on http:\/\/\S+:(\d+)/.exec(output)?.[1];
            if (port) resolve(`http://localhost:${port}`);
          });
          npm.once('exit', () => reject(new Error(output)));
        });
        await untilHealthy(url);
        expect(curl).toContain('http://localhost:8000');
        const { stdout } = await promisify(execFile)('bash', ['-c', curl.replace('http://localhost:8000', url)]);
        const shown = JSON.parse(blocks('json')[0] ?? '') as Answer;
        const given = JSON.parse(stdout) as Answer;
        shown.predictions.forEach((sentiments, text) =>
          sentiments.forEach(({ label, score }, place) => {
            expect(given.predictions[text]?.[place]?.label).toBe(label);
            // Another processor may round otherwise.
            expect(given.predictions[text]?.[place]?.score).toBeCloseTo(score, 2);
          }),
        );
      } finally {
        if (npm.pid !== undefined) process.kill(-npm.pid, 'SIGTERM');
      }
    },
  );

  it('names only files and npm scripts that exist', () => {
    expect(readme).toMatch(/npm run check[^]*\]\(docs\//);
    for (const [, target = ''] of readme.matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)) {
      expect(existsSync(join(repository, target)), target).toBe(true);
    }
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { scripts: object };
    for (const [, script = ''] of readme.matchAll(/npm run ([\w:]+)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
  });

  it('has no command that neither runs in a test nor has a check in its place', () => {
    const shells = [...readme.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].flatMap(([, language, code = '']) =>
      language === 'sh' || language === '' ? code.trim().split('\n') : [],
    );
    const inline = [...readme.matchAll(/`((?:npm |\.ci\/)[^`]+)`/g)].map(([, command = '']) => command);
    const commands = [...shells, ...inline].flatMap((line) => line.split(' && ')).map((command) => command.trim());
    for (const command of commands) {
      expect(
        Object.keys(COMMANDS).some((known) => command === known || command.startsWith(`${known} `)),
        command,
      ).toBe(true);
    }
    for (const known of Object.keys(COMMANDS)) expect(readme).toContain(known);
  });

  it('shows settings that exist, with their defaults', () => {
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)`\s*\|(.*?)\|/gm)];
    expect(rows).toHaveLength(8);
    const defaults = new Settings({});
    for (const [, name = '', cell = ''] of rows) {
      expect(cell.replaceAll('`', '').trim(), name).toBe(readDefault(defaults, name) || 'none');
    }
  });

  it('shows figures of performance that docs/benchmarks.md has, with their model, processor and date', () => {
    const benchmarks = readFileSync(join(repository, 'docs/benchmarks.md'), 'utf8');
    const section = /^## Performance\n([^]*?)^## /m.exec(readme)?.[1] ?? '';
    const rows = [...section.matchAll(/^\| (.+?) +\| ([\d,]+) +\| ([\d.]+) \/ ([\d.]+) +\|$/gm)];
    expect(rows).toHaveLength(3);
    for (const [, load = '', perSecond = '', p50 = '', p99 = ''] of rows) {
      const measured = benchmarks.split('\n').findIndex((line) => line.startsWith(load));
      const [figures = '', latency = ''] = benchmarks.split('\n').slice(measured, measured + 2);
      expect(figures, load).toContain(` ${perSecond.replace(',', '')} texts/s`);
      expect(latency, load).toMatch(new RegExp(`p50 ${p50}, p90 [\\d.]+, p99 ${p99} ms`));
    }
    const [, model, machine, date] =
      /^- Model: (.+)$[^]*?^- Machine: \d+ x (.+?)\. [^]*?(\d{4}-\d{2}-\d{2})/m.exec(benchmarks) ?? [];
    for (const fact of [model, machine, date]) expect(section).toContain(fact);
  });

  it('has at most 170 lines of at most 140 characters', () => {
    const lines = readme.split('\n');
    expect(lines.length).toBeLessThanOrEqual(170);
    expect(lines.filter((line) => line.length > 140)).toEqual([]);
  });
});

describe('README.md: compose.yaml', () => {
  const compose = parse(readFileSync(join(repository, 'compose.yaml'), 'utf8')) as {
    readonly services: Readonly<
      Record<string, { readonly image?: string; readonly environment?: Record<string, string> }>
    >;
  };

  it('builds the service, and gives it the Redis of the manifests', () => {
    const { api, redis } = compose.services;
    expect(new Settings({ ...api?.environment }).REDIS_URL).toBe('redis://redis:6379');
    const overlay = readFileSync(join(repository, 'deploy/overlays/minikube/kustomization.yaml'), 'utf8');
    const images = (parse(overlay) as { images: readonly { name: string; newTag: string }[] }).images;
    expect(redis?.image).toBe(`redis:${images.find(({ name }) => name === 'redis')?.newTag}`);
  });
});

describe('README.md: Dockerfile', () => {
  it('builds an image with the default model of the service', () => {
    const dockerfile = readFileSync(join(repository, 'Dockerfile'), 'utf8');
    expect(/^ARG MODEL=(.+)$/m.exec(dockerfile)?.[1]).toBe(new Settings({}).MODEL);
  });
});
