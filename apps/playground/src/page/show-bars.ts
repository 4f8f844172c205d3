import { getTone } from '../sentiment/tone.js';
import { createElement } from './dom.js';

export interface Bar {
  readonly label: string;
  /** 0 to 1. */
  readonly share: number;
  /** The value as the user reads it. */
  readonly value: string;
}

/** Shows a bar for each label. The colours repeat what label and value say. */
export function showBars(list: HTMLElement, bars: readonly Bar[]): void {
  list.replaceChildren(...bars.map(createBar));
}

function createBar({ label, share, value }: Bar): HTMLLIElement {
  const fill = createElement('span', { class: 'bar-fill' });
  // The Content-Security-Policy allows no style attribute in HTML, but allows this property.
  fill.style.setProperty('inline-size', `${share * 100}%`);
  return createElement(
    'li',
    { 'data-tone': getTone(label) },
    createElement('span', { class: 'bar-label' }, label),
    createElement('span', { class: 'bar-track', 'aria-hidden': 'true' }, fill),
    createElement('span', { class: 'bar-value' }, value),
  );
}
