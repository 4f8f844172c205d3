import {
  ClientError,
  SentimentClient,
  type DocumentAnalysis,
  type LineAnswer,
  type TextPrediction,
} from '@sentiment-service/client';

const client = new SentimentClient({ url: 'http://localhost:8000', apiKey: undefined });

export async function check(): Promise<string | undefined> {
  const { predictions, model, cacheHits } = await client.classify(['a'], { neutral: true, totalTimeoutMs: 1_000 });
  const score: number | undefined = predictions[0]?.scores[0]?.score;
  const { documents } = await client.analyze(['a', { text: 'b', language: 'en' }], { explain: true, minScore: 0.5 });
  const sentiment: DocumentAnalysis['sentiment'] | undefined = documents[0]?.sentiment;
  const contribution: number | undefined = documents[0]?.words?.[0]?.contribution;
  const lines: LineAnswer<TextPrediction>[] = [];
  for await (const line of client.classifyStream(['a', { text: 'b', id: 1, neutral: false }])) lines.push(line);
  for await (const { answer, error } of client.analyzeStream([{ text: 'b', codePoints: true }], {
    transfer: 'stream',
  })) {
    if (error) return error.detail;
    if (answer.sentiment === 'mixed') return answer.warnings[0];
  }
  // @ts-expect-error: the service has no such option
  await client.analyze(['a'], { emotions: true });
  // @ts-expect-error: a text is no list of texts
  await client.classify('a');
  return [score, sentiment, contribution, model, cacheHits, (await client.getHealth()).status].join();
}

export function isRefused(error: unknown): boolean {
  return error instanceof ClientError && error.status === 429 && (error.retryAfterMs ?? 0) > 0;
}
