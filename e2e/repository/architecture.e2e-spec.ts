import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '#libs/testing';
import type { ModuleNode } from './print-modules.js';

const run = promisify(execFile);

interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const files: SourceFile[] = ['apps', 'libs', 'e2e', 'deploy', 'model-artifacts']
  .flatMap((folder) => readdirSync(join(repository, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(ts|js|py)$/.test(entry.name) && !/\.venv/.test(entry.parentPath))
  .map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return { path: relative(repository, path).split(sep).join('/'), text: readFileSync(path, 'utf8') };
  });
const typeScript = files.filter(({ path }) => path.endsWith('.ts'));
const products = typeScript.filter(
  ({ path }) => /^(apps|libs)\//.test(path) && !/^libs\/testing\/|\.(spec|fake)\.ts$/.test(path),
);

describe('architecture: sources', () => {
  it('finds the sources', () => {
    expect(products.length).toBeGreaterThan(100);
    expect(files.filter(({ path }) => path.endsWith('.py')).length).toBeGreaterThan(20);
  });

  it('reads the environment in one place', () => {
    const readers = products.filter(({ text }) => /process\.env(?!\.\w+ \?\?= )/.test(text)).map(({ path }) => path);
    expect(readers).toEqual(['apps/api/src/main.ts']);
  });

  it('has no folder for things without a name', () => {
    const nameless = files.filter(({ path }) => /\/(utils?|common|shared|helpers?|misc)\//.test(path));
    expect(nameless.map(({ path }) => path)).toEqual([]);
  });

  it('has named exports in every index', () => {
    const stars = typeScript.filter(({ path, text }) => path.endsWith('/index.ts') && text.includes('export *'));
    expect(stars.map(({ path }) => path)).toEqual([]);
  });
});

/** A tree that keeps every rule. Each violation below adds files to it, or replaces some. */
const TREE: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ type: 'module', imports: { '#libs/*': { source: './libs/*/src/index.ts' } } }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: { module: 'nodenext', moduleResolution: 'nodenext', customConditions: ['source'] },
  }),
  'node_modules/@nestjs/common/package.json': JSON.stringify({ name: '@nestjs/common', main: 'index.js' }),
  'node_modules/@nestjs/common/index.js': '',
  'node_modules/onnxruntime-node/package.json': JSON.stringify({ name: 'onnxruntime-node', main: 'index.js' }),
  'node_modules/onnxruntime-node/index.js': '',
  'libs/prediction/src/index.ts': "export { a } from './a.js';",
  'libs/prediction/src/a.ts': 'export const a = 1;',
  'libs/clock/src/index.ts': 'export const clock = 1;',
  'libs/testing/src/index.ts': "import { clock } from '#libs/clock'; export const fake = clock;",
  'libs/caching/src/index.ts': "export { b } from './b.js';",
  'libs/caching/src/b.ts': "import { a } from '#libs/prediction'; export const b = a;",
  'libs/caching/src/b.spec.ts': "import { fake } from '#libs/testing'; fake;",
  'libs/caching/src/b.module.ts': "import '@nestjs/common';",
  'libs/analysis/src/index.ts': "import { a } from '#libs/prediction'; export const sentence = a;",
  'libs/client/src/index.ts': 'export const send = fetch;',
  'libs/inference/src/index.ts': 'export const i = 1;',
  'libs/inference/src/worker.entry.ts': "import 'onnxruntime-node';",
  'apps/api/src/main.ts': "import { b } from '#libs/caching'; b;",
  'apps/tools/src/main.ts': 'export const t = 1;',
  'e2e/api.e2e-spec.ts': "import { fake } from '#libs/testing'; fake;",
};

const VIOLATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no-circular-files': {
    'libs/caching/src/c.ts': "import { b } from './b.js'; export const c = b;",
    'libs/caching/src/b.ts': "import { c } from './c.js'; export const b = c;",
  },
  'no-circular-folders': {
    'libs/caching/src/x/one.ts': "import { two } from '../y/two.js'; export const one = two;",
    'libs/caching/src/y/two.ts': 'export const two = 2;',
    'libs/caching/src/y/three.ts': "import { four } from '../x/four.js'; export const three = four;",
    'libs/caching/src/x/four.ts': 'export const four = 4;',
  },
  'libraries-import-no-application': {
    'libs/caching/src/b.spec.ts': "import { helper } from '../../../e2e/helper.js'; helper;",
    'e2e/helper.ts': 'export const helper = 1;',
  },
  'libraries-import-domain-and-clock': {
    'libs/caching/src/b.ts': "import { i } from '#libs/inference'; export const b = i;",
  },
  'domain-imports-nothing': {
    'libs/prediction/src/a.ts': "import { clock } from '#libs/clock'; export const a = clock;",
  },
  'client-imports-nothing': {
    'libs/client/src/index.ts': "import { clock } from '#libs/clock'; export const send = clock;",
  },
  'analysis-imports-domain-and-clock': {
    'libs/analysis/src/index.ts': "import { readFileSync } from 'node:fs'; export const sentence = readFileSync;",
  },
  'no-deep-imports': {
    'apps/api/src/main.ts': "import { b } from '../../../libs/caching/src/b.js'; b;",
  },
  'libraries-have-no-deep-imports': {
    'libs/caching/src/b.ts': "import { a } from '../../prediction/src/a.js'; export const b = a;",
  },
  'applications-are-independent': {
    'apps/api/src/main.ts': "import { t } from '../../tools/src/main.js'; t;",
  },
  'playground-imports-itself-and-client': {
    'apps/playground/src/main.ts': "import { a } from '#libs/prediction'; a;",
  },
  'product-imports-no-test-code': {
    'libs/caching/src/b.ts': "import { fake } from '#libs/testing'; export const b = fake;",
  },
  'nest-in-nest-roles-only': {
    'libs/caching/src/b.ts': "import '@nestjs/common'; export const b = 1;",
  },
  'onnx-in-workers-only': {
    'libs/inference/src/index.ts': "import 'onnxruntime-node'; export const i = 1;",
  },
  'no-unresolvable-imports': {
    'apps/api/src/main.ts': "import { gone } from './gone.js'; gone;",
  },
};

describe('architecture: imports', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'imports-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Writes a tree and checks it by the rules of this repository. @returns the names of the violated rules */
  async function check(name: string, tree: Readonly<Record<string, string>>): Promise<string[]> {
    const root = join(folder, name);
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return cruise(root, ['apps', 'libs', 'e2e']);
  }

  it('keep the rules', async () => {
    expect(await cruise(repository, ['apps', 'libs', 'e2e', 'deploy'])).toEqual([]);
  });

  it('of the tree without a violation keep the rules', async () => {
    expect(await check('clean', TREE)).toEqual([]);
  });

  it.each(Object.entries(VIOLATIONS))('that violate %s are found', async (rule, change) => {
    expect(await check(rule, { ...TREE, ...change })).toContain(rule);
  });

  it('have a seeded violation for each rule', async () => {
    const { default: config } = (await import(join(repository, '.dependency-cruiser.js'))) as {
      default: { forbidden: readonly { name: string }[] };
    };
    expect(config.forbidden.map(({ name }) => name).sort()).toEqual(Object.keys(VIOLATIONS).sort());
  });
});

/** The names of the rules that a tree violates, each once. */
async function cruise(root: string, folders: readonly string[]): Promise<string[]> {
  const program = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(repository, '.dependency-cruiser.js');
  const args = [program, '--config', config, '--output-type', 'json', ...folders];
  const { stdout } = await run(process.execPath, args, { cwd: root, maxBuffer: 2 ** 28 }).catch(
    (error: unknown) => error as { stdout: string },
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: readonly { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
}

/** Names of earlier versions for which the field has standard terms: as words of an identifier, in order. */
const RETIRED_WORDS = [
  'door',
  'intake',
  'flight',
  'disembark',
  'hasten',
  'stations?',
  'tokenizing line',
  'cut batch',
  'due queue',
  'run cost',
  'tallies',
  'suspect texts',
  'model process(es)?',
  'keepers?',
  'redis link',
  'no cache',
  'is on',
  'through edge',
  'whole answers',
  'place of',
  'open routes',
  'request record',
  'request observer',
  'client presence',
  'health changes',
  'announcements?',
  'duels?',
  'lessons?',
];
const RETIRED = new RegExp(`(^| )(${RETIRED_WORDS.join('|')})( |$)`);

/** Names that users see: the setting, and fields in the reports of `model:check` and `model:compare`. */
const SEEN_BY_USERS = new Set(['MODEL_PROCESSES', 'modelProcesses', 'modelProcessBytes']);

describe('architecture: names', () => {
  it('of files are standard terms', () => {
    expect(files.filter(({ path }) => isRetired(basename(path))).map(({ path }) => path)).toEqual([]);
  });

  it('in TypeScript are standard terms', () => {
    const found = typeScript.flatMap(({ path, text }) =>
      readIdentifiers(path, text)
        .filter((name) => isRetired(name) && !SEEN_BY_USERS.has(name))
        .map((name) => `${path}: ${name}`),
    );
    expect([...new Set(found)]).toEqual([]);
  });

  it('of functions in TypeScript are verbs, and not xOf', () => {
    const found = typeScript.flatMap(({ path, text }) =>
      readFunctionNames(path, text)
        .filter((name) => /[a-z\d]Of$/.test(name))
        .map((name) => `${path}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  it('in Python are standard terms', () => {
    const found = files
      .filter(({ path }) => path.endsWith('.py'))
      .flatMap(({ path, text }) =>
        [
          ...text
            .replaceAll(/"""[\s\S]*?"""|#.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, '')
            .matchAll(/[A-Za-z_]\w*/g),
        ]
          .filter(([name]) => isRetired(name))
          .map(([name]) => `${path}: ${name}`),
      );
    expect([...new Set(found)]).toEqual([]);
  });

  it.each(['Door', 'doorLimits', 'DOOR_LIMITS', 'inFlight', 'ModelProcessPool', 'RunCost', 'breaker', 'run-cost.ts'])(
    '%s is retired',
    (name) => {
      expect(isRetired(name)).toBe(true);
    },
  );

  it.each(['CircuitBreaker', 'circuitBreaker', 'preflight', 'QueueEntry', 'isOnline', 'worker-process.ts'])(
    '%s is not retired',
    (name) => {
      expect(isRetired(name)).toBe(false);
    },
  );
});

function isRetired(name: string): boolean {
  const words = name
    .replace(/\.\w+$/, '')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[^A-Za-z\d]+/g, ' ')
    .trim()
    .toLowerCase();
  // A circuit breaker is the standard term; a breaker alone is not.
  return RETIRED.test(words) || words === 'breaker';
}

function readIdentifiers(path: string, text: string): string[] {
  const names: string[] = [];
  visit(parse(path, text), (node) => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) names.push(node.text);
  });
  return names;
}

/** Names of functions, methods, and variables, properties or parameters that hold a function. */
function readFunctionNames(path: string, text: string): string[] {
  const names: string[] = [];
  visit(parse(path, text), (node) => {
    const holdsFunction =
      ts.isFunctionDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isMethodSignature(node) ||
      ((ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) &&
        node.initializer !== undefined &&
        (ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer))) ||
      ((ts.isParameter(node) || ts.isPropertySignature(node)) && node.type?.kind === ts.SyntaxKind.FunctionType);
    if (holdsFunction && node.name && ts.isIdentifier(node.name)) names.push(node.name.text);
  });
  return names;
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

function visit(node: ts.Node, action: (node: ts.Node) => void): void {
  action(node);
  ts.forEachChild(node, (child) => {
    visit(child, action);
  });
}

const MAX_CALL_PATH_FILES = 12;

describe('architecture: the call path of a text, as docs/architecture.md lists it', () => {
  const page = readFileSync(join(repository, 'docs/architecture.md'), 'utf8');
  const section = page.slice(page.indexOf('## The call path'), page.indexOf('Helpers beside the path'));
  const path = [...section.matchAll(/^(\d+)\. `([^`]+)`$/gm)].map(([, , file = '']) => file);
  const hops = [...section.matchAll(/^- (\d+) to (\d+)(: no import; .*)?$/gm)].map(([, from, to, boundary]) => ({
    from: path[Number(from) - 1] ?? '',
    to: path[Number(to) - 1] ?? '',
    boundary,
  }));
  const boundaries = hops.filter(({ boundary }) => boundary !== undefined);
  const imports = hops.filter(({ boundary }) => boundary === undefined);

  it('leads from the controller to the worker', () => {
    expect(path[0]).toBe('apps/api/src/dialects/shared-routes/predict.controller.ts');
    expect(path.at(-1)).toBe('libs/inference/src/workers/worker.entry.ts');
  });

  it(`has at most ${MAX_CALL_PATH_FILES} files`, () => {
    expect(path.length).toBeLessThanOrEqual(MAX_CALL_PATH_FILES);
  });

  it('reaches every file by a hop from a file before it', () => {
    for (const file of path.slice(1)) {
      expect(
        hops.filter(({ from, to }) => to === file && path.indexOf(from) < path.indexOf(file)),
        file,
      ).toHaveLength(1);
    }
  });

  it.each(imports.map(({ from, to }) => [from, to]))('%s imports %s', (from, to) => {
    expect(readImports(from)).toContain(to);
  });

  it('has no import in two places only: at the provider of the port, and at the URL of the worker', () => {
    expect(boundaries.map(({ from, to }) => [basename(from), basename(to)])).toEqual([
      ['predict.controller.ts', 'caching-classifier.ts'],
      ['caching-classifier.ts', 'inference-engine.ts'],
      ['worker-process.ts', 'worker.entry.ts'],
    ]);
  });

  it('binds the port to the cache in front of the engine', () => {
    expect(readSource('apps/api/src/wiring/classifier.module.ts')).toMatch(
      /provide: Classifier,\s+inject: \[PredictionCache, InferenceEngine, .*\],[\s\S]*?new CachingClassifier\(\{ cache, next,/,
    );
    expect(readSource('libs/inference/src/inference-engine.ts')).toMatch(
      /class InferenceEngine implements Classifier\b/,
    );
  });

  it('starts the worker by its URL', () => {
    expect(readSource('libs/inference/src/workers/worker-process.ts')).toContain(
      "new URL('./worker.entry.js', import.meta.url)",
    );
  });
});

describe('architecture: the Nest modules', () => {
  let modules: readonly ModuleNode[];

  beforeAll(async () => {
    const { stdout } = await run(process.execPath, [join(repository, 'dist/e2e/repository/print-modules.js')]);
    modules = JSON.parse(stdout) as readonly ModuleNode[];
  });

  it('are global for the settings only', () => {
    const globals = modules.filter(({ isGlobal }) => isGlobal).map(({ name }) => name);
    // The first is Nest's own.
    expect(globals).toEqual(['InternalCoreModule', 'SettingsModule']);
  });

  it('import each other as docs/architecture.md shows', () => {
    const page = readSource('docs/architecture.md');
    const section = page.slice(page.indexOf('## The Nest modules'));
    expect(section.slice(section.indexOf('```mermaid'), section.indexOf('\n```\n'))).toBe(drawModules(modules));
  });
});

/** A flow chart in the language of Mermaid: an arrow leads from a module to the modules that it imports. */
function drawModules(modules: readonly ModuleNode[]): string {
  const arrows = modules
    .filter(({ imports }) => imports.length > 0)
    .map(({ name, imports }) => `  ${name} --> ${imports.join(' & ')}`);
  return ['```mermaid', 'flowchart LR', ...arrows].join('\n');
}

function readSource(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

/** The files that a file imports by a relative path, types included. */
function readImports(path: string): string[] {
  return [...readSource(path).matchAll(/\bfrom '(\.[^']+)\.js'/g)].map(([, specifier = '']) =>
    join(dirname(path), `${specifier}.ts`).split(sep).join('/'),
  );
}
