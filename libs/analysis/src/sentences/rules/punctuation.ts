/** Sources of regular expressions. Each of them reads one character; "‼" may be an emoji. */
export const TERMINATOR = '(?:[.!?…‽⁇⁈⁉‼。！？]\\ufe0f?)';
export const CLOSER = '["\'”’»)\\]}]';
export const LINE_BREAK = '[\\n\\r\\u2028\\u2029]';

const COMPLETE = new RegExp(`${TERMINATOR}${CLOSER}{0,8}$`, 'u');
const ONE_LINE_BREAK = new RegExp(LINE_BREAK, 'u');

/** @returns whether a text ends with a terminator, with or without closing quotes and brackets behind it */
export function endsWithTerminator(before: string): boolean {
  return COMPLETE.test(before);
}

/** @returns whether white space has a line break */
export function hasLineBreak(blank: string): boolean {
  return ONE_LINE_BREAK.test(blank);
}
