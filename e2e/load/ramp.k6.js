// New texts at a rate that rises past what the service can do, stays there, and falls again: it must answer what it can
// within the objective, refuse the rest, and be as quick as before afterwards. A refusal is a 429 at the door; where the
// estimate there was off, which it is by more when this generator takes the service's cores, a 504 at the client's deadline.
// `k6 run -e URL=http://localhost:8000 -e CAPACITY=250 e2e/load/ramp.k6.js`: CAPACITY in requests a second.
import http from 'k6/http';
import { check } from 'k6';
import { Rate } from 'k6/metrics';
import { newText, thresholds, url } from './predict-texts.k6.js';

const capacity = Number(__ENV.CAPACITY || 250);

const late = new Rate('late');

// A refusal is an answer here.
http.setResponseCallback(http.expectedStatuses(200, 429, 504));

export const options = {
  scenarios: {
    ramp: {
      executor: 'ramping-arrival-rate',
      startRate: Math.round(capacity / 4),
      preAllocatedVUs: 200,
      maxVUs: 1000,
      stages: [
        { target: Math.round(capacity / 2), duration: '10s' },
        { target: capacity * 2, duration: '15s' },
        { target: capacity * 2, duration: '15s' },
        { target: Math.round(capacity / 4), duration: '5s' },
        { target: Math.round(capacity / 4), duration: '10s' },
      ],
    },
  },
  thresholds: { ...thresholds, late: ['rate<0.05'] },
};

export default function () {
  const body = JSON.stringify({ text: [newText(20)] });
  // The client says how long it will wait; what would take longer is refused at the door.
  const headers = { 'Content-Type': 'application/json', 'X-Request-Timeout-Ms': '900' };
  const answer = http.post(`${url}/predict`, body, { headers });
  late.add(answer.status === 504);
  check(answer, {
    'a prediction, or why there is none': ({ status, headers: { 'Retry-After': retryAfter } }) => {
      return status === 200 || status === 504 || (status === 429 && Number(retryAfter) >= 1);
    },
  });
}
