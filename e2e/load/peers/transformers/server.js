/**
 * The peer of `npm run bench:peers`: transformers.js behind node:http, in one process.
 *
 * Arguments: a folder of models, and the name of a model in it. POST /predict takes the body of the service. POST /ids takes it
 * too, and answers the token ids of each text.
 */
import { createServer } from 'node:http';
import process from 'node:process';
import { env, pipeline } from '@huggingface/transformers';

const [models, name] = process.argv.slice(2);
env.localModelPath = models;
env.allowRemoteModels = false;
const classify = await pipeline('text-classification', name, { dtype: 'fp32', device: 'cpu' });

/** @returns the answer to a request */
async function answer(path, texts) {
  if (path === '/predict') return { predictions: await classify(texts, { top_k: null }) };
  return texts.map((text) => Array.from(classify.tokenizer(text, { truncation: true }).input_ids.data, Number));
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    try {
      const body = JSON.stringify(await answer(request.url, JSON.parse(chunks.join('')).text));
      response.setHeader('content-type', 'application/json');
      response.end(body);
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${server.address().port}\n`);
});
