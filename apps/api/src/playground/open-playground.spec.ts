import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPlayground } from './open-playground.js';

let folder: string;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'playground-'));
  lines = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const open = (mode: 'on' | 'off') => openPlayground({ mode, folder, logger: { warn: (line) => lines.push(line) } });

function build(): void {
  mkdirSync(join(folder, 'playground/assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<p>');
}

describe('Opening of the playground', () => {
  it('reads its files', () => {
    build();
    expect(open('on').page?.content.toString()).toBe('<p>');
    expect(lines).toEqual([]);
  });

  it('warns in one line that it is not built', () => {
    expect(open('on').page).toBeUndefined();
    expect(lines).toEqual(['the playground at / is not built, so / answers 404; npm run build builds it']);
  });

  it('reads nothing and warns of nothing if it is off', () => {
    expect(open('off').page).toBeUndefined();
    build();
    expect(open('off').page).toBeUndefined();
    expect(lines).toEqual([]);
  });
});
