import type { LabelScore } from '../service/answers.js';

/** What the service says about the text of a row: its best label, or why it has none. */
export type TextResult = LabelScore | { readonly error: string };

/** Whether the service has a label for the text. */
export function isScored(result: TextResult | undefined): result is LabelScore {
  return result !== undefined && 'label' in result;
}
