/** Asks the service at the address of the first argument through the generated types, and prints the answers as JSON. */
import createClient from 'openapi-fetch';
import type { paths } from './schema.js';

const [baseUrl = ''] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl });

const answer = await client.POST('/predict', { body: { text: ['I love it.', 'I hate it.'] } });
if (!answer.data) throw new Error(`no predictions: ${answer.error.detail}`);
const labels = answer.data.predictions.map(([first]) => first?.label);

const { error } = await client.POST('/predict', { body: { text: [] } });
if (!error) throw new Error('an empty list was accepted');
console.log(JSON.stringify({ labels, status: error.status, type: error.type }));
