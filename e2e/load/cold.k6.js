// Texts that nobody has sent before, at a rate that does not wait for answers: the model's own way, without the cache.
// `k6 run -e URL=http://localhost:8000 -e RATE=100 e2e/load/cold.k6.js`
import http from 'k6/http';
import { check } from 'k6';
import { duration, newText, thresholds, url } from './predict-texts.k6.js';

export const options = {
  scenarios: {
    cold: {
      executor: 'constant-arrival-rate',
      rate: Number(__ENV.RATE || 100),
      duration,
      preAllocatedVUs: 50,
      maxVUs: 500,
    },
  },
  thresholds: { ...thresholds, dropped_iterations: ['count==0'] },
};

export default function () {
  const body = JSON.stringify({ text: [newText(20)] });
  const answer = http.post(`${url}/predict`, body, { headers: { 'Content-Type': 'application/json' } });
  check(answer, { 'a prediction': (response) => response.json('predictions.0.0.score') > 0 });
}
