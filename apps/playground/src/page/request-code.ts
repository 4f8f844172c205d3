import { writeCurlCommand } from '../code/curl-command.js';
import { writeFetchCode } from '../code/fetch-code.js';
import { getElement } from './dom.js';

/** Shows a request as code. */
export function showRequestCode(url: string, body: unknown, hasApiKey: boolean): void {
  getElement('curl', HTMLElement).textContent = writeCurlCommand(url, body, hasApiKey);
  getElement('fetch', HTMLElement).textContent = writeFetchCode(url, body, hasApiKey);
}

/** Lets the copy buttons copy the code that they name. */
export function connectCopyButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
    const code = getElement(button.dataset.copy ?? '', HTMLElement);
    button.addEventListener('click', () => void copy(code));
  }
}

async function copy(code: HTMLElement): Promise<void> {
  const status = getElement('copy-status', HTMLElement);
  try {
    await navigator.clipboard.writeText(code.textContent);
    status.textContent = 'Copied.';
  } catch {
    // Browsers give pages the clipboard only over HTTPS and on this machine.
    getSelection()?.selectAllChildren(code);
    status.textContent = 'The browser does not let the page copy. The code is selected: copy it with the keyboard.';
  }
}
