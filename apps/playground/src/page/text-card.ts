import { decodeText } from '../csv/decode-text.js';
import { getElement } from './dom.js';
import { FIRST_EXAMPLE, showExamples } from './examples.js';

const MAX_TEXT_FILE_BYTES = 1024 * 1024;

export interface TextCardOptions {
  readonly onText: (text: string) => void;
  readonly onCsvFile: (file: File) => void;
}

/** The text box, and the ways to fill it. */
export class TextCard {
  private readonly box = getElement('text', HTMLTextAreaElement);
  private readonly problem = getElement('file-problem', HTMLElement);

  constructor(private readonly options: TextCardOptions) {
    const input = getElement('file', HTMLInputElement);
    this.box.addEventListener('input', () => this.change());
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file) void this.open(file);
      input.value = '';
    });
    getElement('clear', HTMLButtonElement).addEventListener('click', () => {
      this.setText('');
      this.box.focus();
    });
    showExamples((text) => this.setText(text));
    // A browser may have restored the text of the last visit.
    if (this.box.value === '') this.box.value = FIRST_EXAMPLE;
  }

  get text(): string {
    return this.box.value;
  }

  /** Puts a text file into the box, and passes a CSV file on. */
  async open(file: File): Promise<void> {
    const name = file.name.toLowerCase();
    this.problem.textContent = '';
    if (/\.(csv|tsv)$/.test(name)) this.options.onCsvFile(file);
    else if (!name.endsWith('.txt')) this.problem.textContent = 'The page reads only .txt and .csv files.';
    else if (file.size > MAX_TEXT_FILE_BYTES) {
      this.problem.textContent = 'The file has more than 1 MB. The page reads smaller text files only.';
    } else this.setText(decodeText(new Uint8Array(await file.arrayBuffer())).text);
  }

  private setText(text: string): void {
    this.box.value = text;
    this.change();
  }

  private change(): void {
    this.problem.textContent = '';
    this.options.onText(this.box.value);
  }
}
