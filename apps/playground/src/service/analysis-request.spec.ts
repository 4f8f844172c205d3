import { describe, expect, it } from 'vitest';
import { createAnalysisRequest } from './analysis-request.js';

const isExplained = (text: string) => createAnalysisRequest(text).explain === true;

describe('Analysis request', () => {
  it('has the text, and asks for an explanation', () => {
    expect(createAnalysisRequest('Good.')).toEqual({ documents: [{ text: 'Good.' }], explain: true });
  });

  it('asks for no explanation of more than 64 words', () => {
    expect([isExplained('word, '.repeat(64)), isExplained('word, '.repeat(65))]).toEqual([true, false]);
  });

  it('counts emojis as words', () => {
    expect([isExplained('😀'.repeat(64)), isExplained('😀'.repeat(65))]).toEqual([true, false]);
  });

  it('asks for no explanation of more than 4,096 UTF-16 units', () => {
    expect([isExplained('!'.repeat(4_096)), isExplained('!'.repeat(4_097))]).toEqual([true, false]);
  });
});
