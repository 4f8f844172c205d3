import type { Settings } from '../config/settings.js';

/** The settings that the guide quotes. */
export type GuideSettings = Pick<
  Settings,
  'API_KEYS_FILE' | 'MAX_TEXTS' | 'MAX_BODY_BYTES' | 'REQUEST_TIMEOUT_MS' | 'RATE_LIMIT_REQUESTS' | 'RATE_LIMIT_SECONDS'
>;

/** The guide at the head of Swagger UI, in Markdown, with the limits of this service. Its links are relative to `/docs`. */
export function renderGuide(settings: GuideSettings): string {
  return `
The service classifies the sentiment of texts. For each text it returns the labels of the model, each with a score from 0 to 1. The
shipped model reads English texts, and its labels are \`POSITIVE\`, \`NEGATIVE\` and \`NEUTRAL\`. [GET /model](model) describes the
model that this service runs.

## First request

\`\`\`sh
curl -s http://localhost:8000/predict -H 'Content-Type: application/json'${renderKeyOption(settings)} -d '{"text":["This is fun"]}'
\`\`\`

\`\`\`json
{"predictions":[[{"label":"POSITIVE","score":0.9856981635093689},{"label":"NEGATIVE","score":0.014301827177405357}]]}
\`\`\`

The answer has one list for each text, in the order of the request. Each list has every label of the model except the
neutral label, with the highest score first. With \`"neutral": true\` in the request, each list also has the neutral label. The field
\`neutralLabel\` of [GET /model](model) is this label, or null if the model has none.

\`POST /analyze\` takes documents, and tells for each one whether it is positive, negative, neutral or mixed, which sentences say
so, and in which language it is.

To send a request from this page, open a route below and choose "Try it out".

## Streams

Both routes take a stream with the Content-Type \`application/x-ndjson\`: each line is a text as a JSON string, or an object with \`text\` and
an optional \`id\`. The service answers each line with a line, in the same order. A line that has no answer gets an object with \`error\`.
The last line is \`{"done":true,"lines":2}\` with the number of answers. A stream has no limit of texts or time. Read the answers
while you send the lines.

## Clients of other servers

The service also answers clients of Hugging Face, text-embeddings-inference, the Open Inference Protocol (Triton, KServe), vLLM,
Amazon Comprehend, Azure AI Language and Google Natural Language, if they get its address as their base URL. The setting
\`DIALECTS\` lists these APIs, and each one that is on has a tag below. Errors of these routes have the format of their API.

## API keys

${renderKeys(settings)}

## Errors

The body of an error is a problem (RFC 9457) with the media type \`application/problem+json\`. Exception: the routes for health
answer 503 with a JSON body of their own.

- \`type\` names the kind of the error, and \`detail\` is a sentence about it.
- \`errors\`, if present, lists the places in the body of the request that have a fault. \`pointer\` is a JSON pointer, such as
  \`/text/2\`.
- A problem with the status 429 or 503 has the header \`Retry-After\`: the number of seconds to wait before the next attempt.
- No error contains a text of the request. The header \`X-Request-Id\` of each answer is the id of the request in the log of the service.

## Limits

- A request has at most ${format(settings.MAX_TEXTS)} texts or documents (\`MAX_TEXTS\`), and the documents at most 2,000 sentences in all.
- The body of a request has at most ${format(settings.MAX_BODY_BYTES)} bytes (\`MAX_BODY_BYTES\`).
- If the service has no answer to a prediction request after ${format(settings.REQUEST_TIMEOUT_MS)} ms, it answers 504
  (\`REQUEST_TIMEOUT_MS\`). A request can set a shorter time with the header \`X-Request-Timeout-Ms\`.
- ${renderRateLimit(settings)}
- The model reads a text that is longer than \`maxTokens\` of [GET /model](model) in \`windows\`. The service does not read the rest of
  a text that is longer than all windows, and lists the index of the text in \`truncated\`.

The names in capital letters are settings of the service. The file \`docs/configuration.md\` of its source describes all settings.

## Links

- [openapi.json](openapi.json) is the OpenAPI 3.1 document of this page.
- [health/ready](health/ready) tells whether the service can take requests now, and names the reason if it cannot.
- [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) defines the body of errors.
`.trim();
}

function renderKeyOption({ API_KEYS_FILE }: GuideSettings): string {
  return API_KEYS_FILE === '' ? '' : " -H 'X-API-Key: <key>'";
}

function renderKeys({ API_KEYS_FILE }: GuideSettings): string {
  if (API_KEYS_FILE === '') return 'This service requires no API key.';
  return `This service requires an API key (setting \`API_KEYS_FILE\`). Send it as \`Authorization: Bearer <key>\` or as \`X-API-Key: <key>\`. The button
"Authorize" adds the key to the requests from this page. The routes for health, \`/metrics\` and \`/docs\` require no key.`;
}

function renderRateLimit({ RATE_LIMIT_REQUESTS: requests, RATE_LIMIT_SECONDS: seconds }: GuideSettings): string {
  if (requests === 0) return 'The service does not limit the number of requests of a client (`RATE_LIMIT_REQUESTS`).';
  return `One instance of the service accepts at most ${format(requests)} requests in ${format(seconds)} s (\`RATE_LIMIT_REQUESTS\`) from a client.`;
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}
