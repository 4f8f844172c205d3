import type { Dialect } from '../dialect-route/dialect.js';
import { scoreTexts } from '../dialect-route/score-texts.js';
import { renderProblem } from '../http/errors/problem.filter.js';
import { hasProperty } from '../prediction-route/read-property.js';
import { checkNeutralLabel, toSentimentRequest } from './sentiment-request.dto.js';
import { pointToText, toSentimentResponse } from './sentiment-response.dto.js';

/** The format of this service: `{"text": [...]}`, and errors as problems. */
export const SENTIMENT: Dialect = {
  name: undefined,
  matches: (body) => hasProperty(body, 'text'),
  parse(body, { model, maxTexts }) {
    const request = toSentimentRequest(body, maxTexts);
    checkNeutralLabel(request, model);
    return {
      texts: request.text,
      render: (result) => {
        const scored = scoreTexts(result, { hasAllLabels: request.neutral, pointTo: pointToText });
        return { body: toSentimentResponse(scored), firstLabels: scored.firstLabels, truncated: scored.truncated };
      },
    };
  },
  renderError: renderProblem,
};
