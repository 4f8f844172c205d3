import type { ServiceClient } from '../service/service-client.js';
import { getElement } from './dom.js';

/** Asks for the API key when the service wants one. */
export class ApiKeyForm {
  private readonly card = getElement('key-card', HTMLElement);
  private readonly input = getElement('key', HTMLInputElement);
  private readonly problem = getElement('key-problem', HTMLElement);

  /** @param onKey is called when the user has given a key */
  constructor(
    private readonly client: ServiceClient,
    onKey: () => void,
  ) {
    getElement('key-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      const isValid = this.tryKey(this.input.value.trim());
      this.input.value = '';
      if (!isValid) return;
      this.card.hidden = true;
      getElement('text', HTMLTextAreaElement).focus();
      onKey();
    });
  }

  private tryKey(apiKey: string): boolean {
    try {
      this.client.useApiKey(apiKey);
      return true;
    } catch {
      this.problem.textContent = 'An API key has visible ASCII characters only.';
      return false;
    }
  }

  /** Shows the form, unless it shows already. */
  ask(): void {
    if (!this.card.hidden) return;
    this.card.hidden = false;
    this.problem.textContent = this.client.hasApiKey ? 'The service does not accept this key.' : '';
    this.input.focus();
  }
}
