/** Longest line of a generated page, in characters. */
const LINE_LENGTH = 120;

/** Breaks a paragraph, or an item of a Markdown list, into lines of at most 120 characters. A longer word stays whole. */
export function wrapLines(text: string): string {
  const indent = text.startsWith('- ') ? '  ' : '';
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= LINE_LENGTH) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(line === undefined ? word : indent + word);
  }
  return lines.join('\n');
}
