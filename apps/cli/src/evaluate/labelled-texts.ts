import { readFile } from 'node:fs/promises';

export interface LabelledText {
  readonly text: string;
  /** Index into the labels of the answers. */
  readonly label: number;
}

/**
 * Reads a `sentence<TAB>label` file: a header line, no quoting.
 * @throws Error naming the first line that does not fit
 */
export async function readLabelledTexts(file: string): Promise<LabelledText[]> {
  const [header, ...lines] = (await readFile(file, 'utf8')).split('\n');
  if (header?.trim() !== 'sentence\tlabel') throw new Error(`${file}: the header must be "sentence<TAB>label"`);
  return lines
    .filter((line) => line !== '')
    .map((line, index) => {
      const match = /^(.*)\t(\d+)\r?$/.exec(line);
      if (!match) throw new Error(`${file}: line ${index + 2} is not "sentence<TAB>label"`);
      return { text: match[1] ?? '', label: Number(match[2]) };
    });
}
