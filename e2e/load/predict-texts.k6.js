// Texts and objectives that the scenarios share.
const { usual, others } = JSON.parse(open('./predict-texts.json'));
const words = [...usual, ...others].join(' ').split(/\s+/);

export const url = __ENV.URL || 'http://localhost:8000';
export const duration = __ENV.DURATION || '30s';
/** The headers of a request with JSON, and with the API key of `API_KEY`. */
export const headers = {
  'Content-Type': 'application/json',
  ...(__ENV.API_KEY ? { Authorization: `Bearer ${__ENV.API_KEY}` } : {}),
};
export { usual, others };

const { errorRatio, p99Seconds } = JSON.parse(open('./objectives.json'));

/** The objectives, which the alerts in deploy/components/monitoring call somebody for. */
export const thresholds = {
  http_req_failed: [`rate<${errorRatio}`],
  'http_req_duration{expected_response:true}': [`p(99)<${p99Seconds * 1000}`],
  checks: ['rate==1'],
};

/** A text that nobody has sent before: the cache does not know it. */
export function newText(wordCount) {
  const text = Array.from({ length: wordCount }, () => words[Math.floor(Math.random() * words.length)]);
  return `${text.join(' ')} ${Math.random().toString(36).slice(2)}`;
}

/** As in natural text: most are short, a few fill the model's 512 tokens. */
export function naturalLength() {
  const draw = Math.random();
  if (draw < 0.7) return 5 + Math.floor(Math.random() * 20);
  if (draw < 0.95) return 25 + Math.floor(Math.random() * 75);
  return 100 + Math.floor(Math.random() * 300);
}
