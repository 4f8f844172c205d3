import { createElement } from './dom.js';

/** Shows names with their values. Facts without a value are left out. */
export function showFacts(list: HTMLElement, facts: Readonly<Record<string, string | undefined>>): void {
  list.replaceChildren(
    ...Object.entries(facts).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [createElement('div', {}, createElement('dt', {}, name), createElement('dd', {}, value))],
    ),
  );
}
