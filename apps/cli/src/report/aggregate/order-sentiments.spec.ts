import { describe, expect, it } from 'vitest';
import { orderForLists, orderSentiments } from './order-sentiments.js';

const NAMES = ['other labels', 'uncertain', 'joy', 'positive', 'grief', 'neutral', 'negative'];

describe('The order of sentiments', () => {
  it('is from negative to positive in plots, with the other labels last', () => {
    expect(orderSentiments(NAMES)).toEqual([
      ...['negative', 'joy', 'grief', 'neutral', 'uncertain', 'positive', 'other labels'],
    ]);
  });

  it('is from positive to negative in lists, with uncertain texts and the other labels last', () => {
    expect(orderForLists(orderSentiments(NAMES))).toEqual([
      ...['positive', 'neutral', 'grief', 'joy', 'negative', 'uncertain', 'other labels'],
    ]);
  });
});
