import { describe, expect, it } from 'vitest';
import { checkNames } from './check-names.js';

describe('checkNames', () => {
  it('allows names that the encoding can write', () => {
    checkNames(['modèle_', 'POSITIVE'], 'windows-1252');
    checkNames(['模型_', 'POSITIVE'], 'utf-16le');
  });

  it('names the character that the encoding lacks', () => {
    expect(() => {
      checkNames(['模_', 'POSITIVE'], 'windows-1252');
    }).toThrow(
      'the input is windows-1252, which has no character 模 for the names of the new columns: choose another --prefix',
    );
  });
});
