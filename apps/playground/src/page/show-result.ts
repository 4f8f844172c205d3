import type { DocumentAnalysis } from '../service/answers.js';
import { describeSentiment, describeWarning } from '../sentiment/describe-document.js';
import { formatScore, formatShare } from '../sentiment/format-share.js';
import { getLanguageName } from '../sentiment/language-name.js';
import { getTone } from '../sentiment/tone.js';
import { createElement, getElement } from './dom.js';
import { showBars } from './show-bars.js';
import { showFacts } from './show-facts.js';
import { showSentences } from './show-sentences.js';
import { showWords } from './show-words.js';
import type { Tooltip } from './tooltip.js';

/** Shows the analysis of a text. */
export function showResult(text: string, analysis: DocumentAnalysis, tooltip: Tooltip): void {
  const { sentiment, scores, language, tokens, readShare, warnings, sentences = [], words } = analysis;
  const headline = getElement('sentiment', HTMLElement);
  headline.textContent = sentiment;
  headline.dataset.tone = getTone(sentiment);
  getElement('sentiment-meaning', HTMLElement).textContent = describeSentiment(sentiment);
  showBars(
    getElement('scores', HTMLElement),
    scores.map(({ label, score }) => ({ label, share: score, value: formatScore(score) })),
  );
  showFacts(getElement('facts', HTMLElement), {
    Language: language && describeLanguage(language),
    Read: `${formatShare(readShare)} of the text, ${tokens.toLocaleString('en')} ${tokens === 1 ? 'token' : 'tokens'}`,
  });
  showList('warnings', warnings.map(describeWarning));
  showSentences(getElement('sentences', HTMLElement), text, analysis, tooltip);
  getElement('sentences-card', HTMLElement).hidden = sentences.length === 0;
  getElement('rest-hint', HTMLElement).hidden = readShare === 1;
  showWordsCard(text, words);
  getElement('result', HTMLElement).hidden = false;
  getElement('no-result', HTMLElement).hidden = true;
  const spoken = scores.map(({ label, score }) => `${label.toLowerCase()} ${formatScore(score)}`).join(', ');
  getElement('result-status', HTMLElement).textContent =
    `The text is ${sentiment}: ${spoken}. ${warnings.map(describeWarning).join(' ')}`;
}

/** Removes the result, as for an empty text. */
export function hideResult(tooltip: Tooltip): void {
  tooltip.hide();
  for (const id of ['result', 'sentences-card', 'words-card']) getElement(id, HTMLElement).hidden = true;
  getElement('no-result', HTMLElement).hidden = false;
  getElement('result-status', HTMLElement).textContent = '';
}

/** Shows sentences as a list, or no list if there are none. */
export function showList(id: string, sentences: readonly string[]): void {
  const list = getElement(id, HTMLElement);
  list.hidden = sentences.length === 0;
  list.replaceChildren(...sentences.map((sentence) => createElement('li', {}, sentence)));
}

function showWordsCard(text: string, words: DocumentAnalysis['words']): void {
  const isExplained = words !== undefined;
  const count = showWords(getElement('words', HTMLElement), text, words ?? []);
  getElement('words-card', HTMLElement).hidden = false;
  getElement('words-table', HTMLElement).hidden = count === 0;
  getElement('words-hint', HTMLElement).textContent = isExplained
    ? 'How much each word makes the text more positive (+) or more negative (−).'
    : 'The service explains texts of at most 64 words. This text is longer.';
}

function describeLanguage({ code, confidence }: NonNullable<DocumentAnalysis['language']>): string {
  const name = getLanguageName(code);
  return confidence === undefined ? name : `${name} (${formatShare(confidence)})`;
}
