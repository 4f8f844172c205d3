// The replaced service's load test: `k6 run -e URL=http://localhost:8000 e2e/load/predict.k6.js`
// 10 users, each GET /health then POST /predict without a Content-Type; 95 % one list, 5 % a random order of ten.
// NEW_SHARE, 0 to 1: the share of texts that the service has not seen before. `npm run bench:cache` runs this scenario too.
import http from 'k6/http';
import { check } from 'k6';
import { duration, others, thresholds, url, usual } from './predict-texts.k6.js';

const newShare = Number(__ENV.NEW_SHARE || 0);

export const options = {
  vus: 10,
  duration,
  thresholds: { ...thresholds, http_req_duration: ['p(99)<20'], iterations: ['rate>=1000'] },
};

export default function () {
  check(http.get(`${url}/health`), { 'health is 200': (response) => response.status === 200 });
  const texts =
    Math.random() < 0.95
      ? usual
      : others
          .map((text) => ({ text, place: Math.random() }))
          .sort((a, b) => a.place - b.place)
          .map(({ text }) => text);
  // k6 sends a form's Content-Type with a string unless it is told otherwise.
  const answer = http.post(`${url}/predict`, JSON.stringify({ text: texts.map(vary) }), {
    headers: { 'Content-Type': '' },
  });
  check(answer, {
    'predict is 200': (response) => response.status === 200,
    'a prediction for each text': (response) => response.json('predictions').length === texts.length,
  });
}

/** The text, or a new one by the chance that NEW_SHARE gives. */
function vary(text) {
  return Math.random() < newShare ? `${text} ${Math.random().toString(36).slice(2)}` : text;
}
