import { getScoredLabels } from '#libs/prediction';
import { hasProperty, type Dialect } from '../dialect-route/dialect.js';
import { renderProblem } from '../http/errors/problem.filter.js';
import { checkNeutralLabel, toSentimentRequest } from './sentiment-request.dto.js';
import { toSentimentResponse } from './sentiment-response.dto.js';

/** The format of this service: `{"text": [...]}`, and errors as problems. */
export const SENTIMENT: Dialect = {
  name: undefined,
  matches: (body) => hasProperty(body, 'text'),
  parse(body, { model, maxTexts }) {
    const request = toSentimentRequest(body, maxTexts);
    checkNeutralLabel(request, model);
    return {
      texts: request.text,
      render: ({ outcomes, model: answering }) => {
        const answer = toSentimentResponse(outcomes, getScoredLabels(answering, request.neutral));
        return {
          body: answer,
          firstLabels: answer.predictions.flatMap(([first]) => first ?? []),
          truncated: answer.truncated ?? [],
        };
      },
    };
  },
  renderError: renderProblem,
};
