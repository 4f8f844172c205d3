/** A field of a JSON object. */
export interface JsonField {
  readonly name: string;
  /** The value as it is written: `JSON.parse` rounds numbers. */
  readonly source: string;
}

const QUOTE = '"';
const BACKSLASH = '\\';

/**
 * Lists the fields of a JSON object in the order in which they are written. A name that is written twice is listed twice.
 *
 * @param object a text that `JSON.parse` takes, of an object
 */
export function listJsonFields(object: string): JsonField[] {
  const fields: JsonField[] = [];
  let start = object.indexOf(QUOTE);
  while (start >= 0) {
    const nameEnd = findStringEnd(object, start);
    const valueStart = object.indexOf(':', nameEnd) + 1;
    const valueEnd = findValueEnd(object, valueStart);
    fields.push({
      name: JSON.parse(object.slice(start, nameEnd)) as string,
      source: object.slice(valueStart, valueEnd).trim(),
    });
    start = object.indexOf(QUOTE, valueEnd);
  }
  return fields;
}

/** @param start place of the opening quote @returns the place behind the closing quote */
function findStringEnd(json: string, start: number): number {
  let end = json.indexOf(QUOTE, start + 1);
  while (isEscaped(json, end)) end = json.indexOf(QUOTE, end + 1);
  return end + 1;
}

/** @returns whether an odd number of backslashes stands before the place */
function isEscaped(json: string, place: number): boolean {
  let first = place;
  while (json[first - 1] === BACKSLASH) first--;
  return (place - first) % 2 === 1;
}

/** @returns the place of the comma or brace behind the value of a field */
function findValueEnd(json: string, start: number): number {
  let depth = 0;
  let place = start;
  for (; place < json.length; place++) {
    const character = json[place];
    if (character === QUOTE) place = findStringEnd(json, place) - 1;
    else if (character === '{' || character === '[') depth++;
    else if (depth === 0 && (character === ',' || character === '}')) break;
    else if (character === '}' || character === ']') depth--;
  }
  return place;
}
