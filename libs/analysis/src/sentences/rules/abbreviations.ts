import type { Gap } from './gap.js';

/** How an abbreviation stands to the end of a sentence. */
export type AbbreviationKind = 'never-final' | 'before-number' | 'rarely-final' | 'often-final';

const KINDS: Readonly<Record<AbbreviationKind, string>> = {
  // Titles, with their capital, and words that need another one.
  'never-final':
    'Mr Mrs Ms Mx Dr Prof Messrs Rev Hon Gen Col Capt Cmdr Lt Sgt Gov Sen Rep Pres Mt e.g i.e eg ie vs cf viz approx ca incl excl P.S',
  'before-number':
    'no nos fig figs vol vols p pp ch sec art eq tel ext jan feb mar apr jun jul aug sep sept oct nov dec',
  'rarely-final': 'St Inc Ltd Co Corp Bros Jr Sr Dept Ave Blvd Rd Ph.D M.D et.al al',
  'often-final': 'etc a.m p.m am pm min max avg hrs tsp tbsp',
};
const KIND_BY_WORD: ReadonlyMap<string, AbbreviationKind> = new Map(
  (Object.keys(KINDS) as AbbreviationKind[]).flatMap((kind) =>
    KINDS[kind].split(' ').map((word) => [word, kind] as const),
  ),
);

const LAST_WORD = /(?<![\p{L}\p{N}.])((?:\p{L}{1,2}\.){0,5}\p{L}{1,8})\.$/u;
const INITIALS = /^(?:\p{Lu}\.)*\p{Lu}$/u;
/** Words that begin a sentence and are no names. */
const STARTER =
  /^(?:The|This|That|These|Those|There|Then|They|He|She|It|Its|It's|We|You|I|I'm|I've|My|Our|His|Her|Their|And|But|So|If|In|On|At|For|When|While|After|Before|However|Also|What|Why|How|Who|Where|No|Not|Yes|Now|As|A|An|Please|Thanks)(?![\p{L}\p{N}])/u;

/** @returns the kind of the abbreviation at the end of a text, if there is one */
export function readAbbreviation(before: string): AbbreviationKind | undefined {
  const word = LAST_WORD.exec(before)?.[1];
  if (word === undefined) return undefined;
  const kind = KIND_BY_WORD.get(word) ?? KIND_BY_WORD.get(word.toLowerCase());
  if (kind) return kind;
  // "So do I." ends a sentence.
  return INITIALS.test(word) && word !== 'I' ? 'rarely-final' : undefined;
}

/** The full stop of an abbreviation ends no sentence, unless the abbreviation may stand at its end. */
export function keepAbbreviation({ before, after }: Gap): boolean | undefined {
  switch (readAbbreviation(before)) {
    case 'never-final':
      return false;
    case 'before-number':
      return /^[\d#]/.test(after) ? false : undefined;
    case 'rarely-final':
      return STARTER.test(after) ? undefined : false;
    default:
      return undefined;
  }
}
