import type { DocumentAnalysis } from '../service/answers.js';
import { getColourStrength } from '../sentiment/colour-strength.js';
import { cutIntoParts, type TextPart } from '../sentiment/cut-into-parts.js';
import { explainSentence } from '../sentiment/explain-sentence.js';
import { formatScore } from '../sentiment/format-share.js';
import { getTone } from '../sentiment/tone.js';
import { createElement } from './dom.js';
import type { Tooltip } from './tooltip.js';

/** Shows the text with its sentences marked, each with its label, and its score and reasons in a tooltip. */
export function showSentences(
  paragraph: HTMLElement,
  text: string,
  analysis: DocumentAnalysis,
  tooltip: Tooltip,
): void {
  tooltip.hide();
  paragraph.replaceChildren(
    ...cutIntoParts(text, analysis.sentences ?? []).map((part) => createPart(part, text, analysis, tooltip)),
  );
}

function createPart(part: TextPart, text: string, analysis: DocumentAnalysis, tooltip: Tooltip): Node {
  const { sentence: index = -1, isRest } = part;
  const sentence = analysis.sentences?.[index];
  if (!sentence) return isRest ? createElement('span', { class: 'rest' }, part.text) : new Text(part.text);
  const { label, score } = sentence;
  const reasons = explainSentence(text, analysis, index);
  const spoken = [`${formatScore(score)}.`, ...reasons].join(' ');
  const mark = createElement(
    'mark',
    { class: 'sentence', 'data-tone': getTone(label), tabindex: '0' },
    part.text,
    createElement('span', { class: 'sentence-label' }, label.toLowerCase()),
    createElement('span', { class: 'visually-hidden' }, ` ${spoken}`),
  );
  mark.style.setProperty('--strength', `${getColourStrength(score) * 100}%`);
  tooltip.attach(mark, [`${label} ${formatScore(score)}`, ...reasons]);
  return mark;
}
