/**
 * For the description of an operation. Streams are described in words: a second media type of the operation would change the types of
 * generated clients, and openapi-python-client refuses it.
 */
export const STREAM_DESCRIPTION = [
  'With the Content-Type `application/x-ndjson` the route takes a stream of lines, and answers each line with a line in the same order.',
  '- A line is a text as a JSON string, or an object with `text`, an optional `id` and the options of a request for one text.',
  '- Its answer has the `id`, and the fields of the answer to one text. A line that has none gets ' +
    '`{"id":…,"error":{"kind":…,"status":…,"detail":…}}`.',
  '- The last line is `{"done":true,"lines":2}`, or `{"done":false,"lines":…,"error":{…}}` if the service ended the stream early.',
].join('\n');
