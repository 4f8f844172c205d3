// More requests than the service can answer, at a rate that does not wait for answers. `npm run bench -- --overload 30` runs
// it: RATE in requests a second, DURATION, TEXTS in a request, TEXTS_FILE with one JSON string a line, FIRST_TEXT.
import http from 'k6/http';
import { SharedArray } from 'k6/data';
import { scenario } from 'k6/execution';
import { duration, url } from './predict-texts.k6.js';

const STATUSES = [200, 429, 503, 504];
const texts = new SharedArray('texts', () => open(__ENV.TEXTS_FILE).trimEnd().split('\n'));
const textsPerRequest = Number(__ENV.TEXTS || 1);
const firstText = Number(__ENV.FIRST_TEXT || 0);
const rate = Number(__ENV.RATE);

export const options = {
  scenarios: {
    overload: { executor: 'constant-arrival-rate', rate, duration, preAllocatedVUs: 2000, maxVUs: 10000 },
  },
  // A threshold makes k6 report the figures of each status; these hold always.
  thresholds: Object.fromEntries(
    STATUSES.flatMap((status) => [
      [`http_reqs{status:${status}}`, ['count>=0']],
      [`http_req_duration{status:${status}}`, ['max>=0']],
    ]),
  ),
};

export default function () {
  const start = firstText + scenario.iterationInTest * textsPerRequest;
  const own = Array.from({ length: textsPerRequest }, (_, index) => texts[(start + index) % texts.length]);
  http.post(`${url}/predict`, `{"text":[${own.join(',')}]}`, { headers: { 'Content-Type': 'application/json' } });
}
