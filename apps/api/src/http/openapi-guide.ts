/** The guide at the head of Swagger UI, in Markdown. */
export const GUIDE = `
## First request

\`\`\`sh
curl -s http://localhost:8000/predict -H 'Content-Type: application/json' -d '{"text":["This is fun"]}'
\`\`\`

The answer has one list for each text, in order. Each list holds every label with its score, highest score first.

## Errors

Errors are \`application/problem+json\` (RFC 9457). \`type\` names the kind, \`detail\` is a sentence, and \`errors\` points to each faulty
place in the body. Answers with 429 and 503 carry \`Retry-After\`. No answer quotes a text.

## Limits

- Settings of the service limit the number of texts (MAX_TEXTS), the size of the body (MAX_BODY_BYTES) and the time
  (REQUEST_TIMEOUT_MS). A client can shorten the time by \`X-Request-Timeout-Ms\`.
- The service cuts a text that is longer than the model allows. \`truncated\` lists such texts.
- The service may ask for an API key, and may limit the requests of a client.
`.trim();
