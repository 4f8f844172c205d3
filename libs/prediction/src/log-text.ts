const MAX_CHARS = 200;

/**
 * Text that another program wrote, such as the message of an error, for one line of the log: control characters become
 * spaces, and at most 200 characters are kept. The text may name addresses and users, so public answers never hold it.
 */
export function toLogText(text: string): string {
  // A multiple of the limit is read: text of megabytes is not searched.
  const oneLine = text
    .slice(0, 2 * MAX_CHARS)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const isCut = oneLine.length > MAX_CHARS || text.length > 2 * MAX_CHARS;
  return (isCut ? `${oneLine.slice(0, MAX_CHARS - 1)}…` : oneLine).toWellFormed();
}
