import type { ModelAnswer } from '../service/answers.js';
import { formatShare } from '../sentiment/format-share.js';
import { getLanguageName } from '../sentiment/language-name.js';
import { getElement } from './dom.js';
import { showFacts } from './show-facts.js';

const DIGEST_CHARS = 12;

/** Shows the facts of `GET /model`. */
export function showModel(model: ModelAnswer): void {
  const { name, version, labels, languages, accuracy, maxTokens, maxChars, precision, digest } = model;
  showFacts(getElement('model', HTMLElement), {
    Name: name,
    Version: version,
    Labels: labels.join(', '),
    Languages: languages.length === 0 ? undefined : languages.map(getLanguageName).join(', '),
    Accuracy: accuracy === null ? undefined : formatShare(accuracy),
    'Longest input': `${maxTokens.toLocaleString('en')} tokens`,
    'Longest text': `${maxChars.toLocaleString('en')} characters`,
    Weights: precision,
    Digest: digest.slice(0, DIGEST_CHARS),
  });
  getElement('model-problem', HTMLElement).hidden = true;
}

/** @param reason a sentence */
export function showModelProblem(reason: string): void {
  const problem = getElement('model-problem', HTMLElement);
  problem.hidden = false;
  problem.textContent = reason;
}
