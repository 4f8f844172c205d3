import { createElement, getElement } from './dom.js';

const EXAMPLES: Readonly<Record<string, string>> = {
  Review:
    'The room was lovely and the view is the best in town. The staff ignored us all week. Breakfast is served from seven to ten.',
  Support: 'I have asked for a refund three times and nobody answers. Please close my account.',
  News: 'The council met on Tuesday. It will vote on the new bridge in March.',
};

/** The text that the page shows first. */
export const FIRST_EXAMPLE = EXAMPLES.Review ?? '';

/** Shows a button for each example. */
export function showExamples(onChoice: (text: string) => void): void {
  getElement('examples', HTMLElement).replaceChildren(
    ...Object.entries(EXAMPLES).map(([name, text]) => {
      const button = createElement('button', { type: 'button', class: 'small' }, name);
      button.addEventListener('click', () => onChoice(text));
      return button;
    }),
  );
}
