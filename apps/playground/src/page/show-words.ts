import type { Word } from '../service/answers.js';
import { readRange, sortByContribution } from '../sentiment/explain-sentence.js';
import { formatContribution } from '../sentiment/format-share.js';
import { createElement } from './dom.js';

const MAX_WORDS = 10;

/** Shows the words that contribute most, with the largest contribution first. @returns their number */
export function showWords(table: HTMLElement, text: string, words: readonly Word[]): number {
  const sorted = sortByContribution(words).slice(0, MAX_WORDS);
  const largest = Math.abs(sorted[0]?.contribution ?? 1);
  table.replaceChildren(...sorted.map((word) => createRow(readRange(text, word), word.contribution, largest)));
  return sorted.length;
}

function createRow(word: string, contribution: number, largest: number): HTMLTableRowElement {
  const fill = createElement('span', { class: 'word-fill' });
  fill.style.setProperty('inline-size', `${(Math.abs(contribution) / largest) * 50}%`);
  return createElement(
    'tr',
    { 'data-tone': contribution < 0 ? 'negative' : 'positive' },
    createElement('th', { scope: 'row' }, word),
    createElement('td', { class: 'word-bar', 'aria-hidden': 'true' }, fill),
    createElement('td', { class: 'word-value' }, formatContribution(contribution)),
  );
}
