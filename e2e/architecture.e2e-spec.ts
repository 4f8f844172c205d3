import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '#libs/testing';

/** `import … from 'x'`, `import 'x'`, `import('x')` and `export … from 'x'`. */
const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"]+)['"]/g;
const NEST_ROLE = /\.(module|controller|interceptor|guard|filter|health|logger|dto|decorator)\.ts$/;

interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly specifiers: readonly string[];
  readonly text: string;
}

const files: SourceFile[] = ['apps', 'libs', 'e2e']
  .flatMap((folder) => readdirSync(join(repository, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, 'utf8');
    const specifiers = [...text.matchAll(SPECIFIER)].map(([, specifier = '']) => specifier);
    return { path: relative(repository, path).split(sep).join('/'), specifiers, text };
  });
const products = files.filter(
  ({ path }) => !/^(e2e|libs\/testing)\//.test(path) && !/\.spec\.ts$|\/fakes\/|\.fake\.ts$/.test(path),
);

function offenders(candidates: readonly SourceFile[], isWrong: (file: SourceFile, specifier: string) => boolean) {
  return candidates.flatMap((file) =>
    file.specifiers
      .filter((specifier) => isWrong(file, specifier))
      .map((specifier) => `${file.path} imports ${specifier}`),
  );
}

const findLibrary = (path: string): string | undefined => /^libs\/([^/]+)\//.exec(path)?.[1];

describe('the architecture', () => {
  it('is looked at as a whole', () => {
    expect(products.length).toBeGreaterThan(30);
    expect(new Set(products.map(({ path }) => findLibrary(path)))).toContain('inference');
  });

  it('lets the vocabulary import nothing', () => {
    const vocabulary = products.filter(({ path }) => findLibrary(path) === 'prediction');
    expect(offenders(vocabulary, (_, specifier) => !specifier.startsWith('./'))).toEqual([]);
  });

  it('lets libraries know the vocabulary and nobody else of the house', () => {
    expect(
      offenders(products, ({ path }, specifier) => {
        return (
          findLibrary(path) !== undefined &&
          /^#libs\//.test(specifier) &&
          !/^#libs\/(prediction|clock)$/.test(specifier)
        );
      }),
    ).toEqual([]);
  });

  it('has no deep imports: neighbours go through index.ts', () => {
    expect(offenders(files, (_, specifier) => /^#libs\/.+\//.test(specifier))).toEqual([]);
    expect(
      offenders(products, ({ path }, specifier) => {
        if (!specifier.startsWith('.')) return false;
        const room = path.split('/').slice(0, 2).join('/');
        const target = join(path, '..', specifier).split(sep).join('/');
        return !target.startsWith(`${room}/`);
      }),
    ).toEqual([]);
  });

  it('keeps Nest out of the libraries, but for files with a Nest role', () => {
    expect(
      offenders(products, ({ path }, specifier) => {
        return findLibrary(path) !== undefined && specifier.startsWith('@nestjs/') && !NEST_ROLE.test(path);
      }),
    ).toEqual([]);
  });

  it('keeps ONNX Runtime in the model process', () => {
    expect(
      offenders(products, ({ path }, specifier) => specifier.startsWith('onnxruntime') && !path.endsWith('.entry.ts')),
    ).toEqual([]);
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
    const stars = files.filter(({ path, text }) => path.endsWith('/index.ts') && text.includes('export *'));
    expect(stars.map(({ path }) => path)).toEqual([]);
  });
});
