const LINES = 250;

function* listTexts() {
  for (let index = 0; index < LINES; index++) yield { id: `line ${index}`, text: `text ${index} is good` };
}

async function* writeEndlessly() {
  for (let index = 0; ; index++) yield `text ${index} without end`;
}

/** Uses the whole client once. Node and the page import it. @returns what it saw, as JSON can hold it */
export async function exercise({ SentimentClient, ClientError }, url) {
  const client = new SentimentClient({ url });
  const { predictions, model } = await client.classify(['I love it.', 'I hate it.']);
  const { documents } = await client.analyze(['It was lovely. They ignored us.'], { explain: true });
  return {
    labels: predictions.map(({ scores }) => scores[0].label),
    hasModel: model === `${(await client.getModel()).name}@${(await client.getModel()).digest.slice(0, 12)}`,
    health: (await client.getHealth()).status,
    words: documents.map(({ words }) => words.length),
    streamed: await stream(client),
    analyzed: await analyzeStream(client),
    cancelled: await cancel(client),
    refused: await refuse(client, ClientError),
  };
}

async function stream(client) {
  const places = [];
  for await (const { index, id, answer } of client.classifyStream(listTexts(), { neutral: true })) {
    places.push(id === `line ${index}` && index === places.length && answer?.scores.length === 3);
  }
  return [places.length, places.every(Boolean)];
}

async function analyzeStream(client) {
  const lines = ['It was lovely.', { text: 'It arrived.', language: 'english' }, { text: 'Awful.', sentences: false }];
  const seen = [];
  for await (const { answer, error } of client.analyzeStream(lines)) seen.push(answer?.sentiment ?? error.kind);
  return seen;
}

async function cancel(client) {
  const controller = new AbortController();
  let answers = 0;
  try {
    for await (const _ of client.classifyStream(writeEndlessly(), { signal: controller.signal })) {
      answers++;
      if (answers === 10) controller.abort(new Error('enough'));
    }
  } catch (error) {
    return [answers, error.message];
  }
  return [answers, 'no error'];
}

async function refuse(client, ClientError) {
  try {
    await client.classify([]);
  } catch (error) {
    return [error instanceof ClientError, error.kind, error.status, error.errors[0].pointer];
  }
  return 'no error';
}
