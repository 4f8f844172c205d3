import { AzureKeyCredential as LanguageKey, TextAnalysisClient } from '@azure/ai-language-text';
import { AzureKeyCredential, TextAnalyticsClient } from '@azure/ai-text-analytics';

/** A call of a client of Azure, as its users make it. Only the URL and the key are those of the service. */
export interface AzureCall {
  readonly client: 'text-analytics' | 'language-text';
  readonly url: string;
  readonly key: string;
  readonly documents: readonly { readonly id: string; readonly text: string; readonly language?: string }[];
  readonly options?: object;
}

/** Prints the outcome of the call in the argument, as JSON. A process of its own, because Node reads NODE_EXTRA_CA_CERTS at its start. */
const call = JSON.parse(process.argv[2] ?? '') as AzureCall;
process.stdout.write(JSON.stringify(await answer(call).catch(toError)));

async function answer({ client, url, key, documents, options = {} }: AzureCall): Promise<unknown> {
  const inputs = documents.map(({ language = '', ...document }) => ({ ...document, language }));
  if (client === 'text-analytics') {
    const results = await new TextAnalyticsClient(url, new AzureKeyCredential(key)).analyzeSentiment(inputs, options);
    return { results, modelVersion: results.modelVersion };
  }
  const results = await new TextAnalysisClient(url, new LanguageKey(key)).analyze('SentimentAnalysis', inputs, options);
  return { results };
}

function toError(error: unknown): object {
  const { name, code, statusCode, message } = error as { name: string; code?: string; statusCode?: number } & Error;
  return { error: { name, code, statusCode, message } };
}
