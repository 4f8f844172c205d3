/** How much: so many texts, of so many tokens together. */
export interface Amount {
  readonly texts: number;
  readonly tokens: number;
}

export function amountOf(items: Iterable<{ readonly tokens: number }>): Amount {
  let [texts, tokens] = [0, 0];
  for (const item of items) {
    texts++;
    tokens += item.tokens;
  }
  return { texts, tokens };
}

export function sum(...amounts: readonly Amount[]): Amount {
  return amounts.reduce((a, b) => ({ texts: a.texts + b.texts, tokens: a.tokens + b.tokens }), { texts: 0, tokens: 0 });
}
