// Requests of one to eight texts of natural lengths, half of them known to the cache, at a rate that does not wait.
// `k6 run -e URL=http://localhost:8000 -e RATE=40 e2e/load/mixed.k6.js`
import http from 'k6/http';
import { check } from 'k6';
import { duration, headers, naturalLength, newText, thresholds, url, usual } from './predict-texts.k6.js';

export const options = {
  scenarios: {
    mixed: {
      executor: 'constant-arrival-rate',
      rate: Number(__ENV.RATE || 40),
      duration,
      preAllocatedVUs: 50,
      maxVUs: 500,
    },
  },
  thresholds: { ...thresholds, dropped_iterations: ['count==0'] },
};

export default function () {
  const text = Array.from({ length: 1 + Math.floor(Math.random() * 8) }, (_, at) => {
    return Math.random() < 0.5 ? usual[at % usual.length] : newText(naturalLength());
  });
  const answer = http.post(`${url}/predict`, JSON.stringify({ text }), { headers });
  check(answer, { 'a prediction for each text': (response) => response.json('predictions').length === text.length });
}
