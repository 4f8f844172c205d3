import { parseArgs } from 'node:util';
import {
  DocumentAnalyzer,
  LanguageDetectorProvider,
  LanguageIdentification,
  type DocumentAnalysis,
} from '#libs/analysis';
import { systemClock } from '#libs/clock';
import type { Command } from '../command.js';
import { accuracyInterval } from '../evaluate/confusion.js';
import { DEFAULT_MODEL_DIR, REQUEST_TIMEOUT_MS, ServedModel } from '../served-model.js';
import { readLabelledDocuments, type LabelledDocument } from './labelled-documents.js';
import { measureEvidence, measureSentiments, measureWords, type Share } from './measure-documents.js';
import { measureFaithfulness } from './measure-faithfulness.js';

const USAGE = `Usage: sentiment documents [options]

Measures the analysis of documents with labels that a person gave: sentiment, evidence and words, as POST /analyze answers them.

  --data <file>      labelled documents (default: e2e/fixtures/documents/documents.json)
  --model-dir <dir>  model folder (default: minilm-l6-sentiment of the repository)
  --analyses         print the analysis of each document as a line of JSON instead
  --help             print this text
`;

/** `sentiment documents`. */
export const documentsCommand: Command = {
  summary: 'measures the analysis of documents on labelled documents',
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        data: { type: 'string', default: 'e2e/fixtures/documents/documents.json' },
        'model-dir': { type: 'string', default: DEFAULT_MODEL_DIR },
        analyses: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) process.stdout.write(USAGE);
    else await measure(values.data, values['model-dir'], values.analyses);
    return 0;
  },
};

async function measure(data: string, modelDir: string, printsAnalyses: boolean): Promise<void> {
  const documents = await readLabelledDocuments(data);
  const served = await ServedModel.open(modelDir);
  try {
    const analyses = await analyzeAll(documents, served);
    if (printsAnalyses) {
      analyses.forEach((analysis, index) =>
        process.stdout.write(`${JSON.stringify({ ...documents[index], analysis })}\n`),
      );
      return;
    }
    for (const { label, documents: count, recall, precision } of measureSentiments(documents, analyses)) {
      print(`${label.padEnd(9)} ${count} documents, recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}`);
    }
    const right = documents.filter(({ label }, index) => label === analyses[index]?.sentiment).length;
    print(`sentiment ${format({ hits: right, total: documents.length })}`);
    const { found, byChance } = measureEvidence(documents, analyses);
    print(`evidence  ${format(found)}, by chance ${byChance.toFixed(3)}`);
    print(`words     ${format(measureWords(documents, analyses))}`);
    const { documents: count, topWords, randomWords } = await measureFaithfulness(documents, analyses, served);
    print(
      `without three words, ${count} documents: the score moves by ${topWords.toFixed(3)} without the top words, by ${randomWords.toFixed(3)} without random ones`,
    );
  } finally {
    await served.close();
  }
}

async function analyzeAll(documents: readonly LabelledDocument[], served: ServedModel): Promise<DocumentAnalysis[]> {
  const analyzer = new DocumentAnalyzer({
    classifier: served.engine,
    loadedModel: served.engine,
    languages: new LanguageIdentification({ policy: 'off', detectors: new LanguageDetectorProvider() }),
  });
  const analyses: DocumentAnalysis[] = [];
  for (const { id, text } of documents) {
    const prepared = await analyzer.prepare(
      {
        documents: [{ text, language: undefined }],
        parts: { sentences: true, words: true },
        minScore: undefined,
      },
      { maxSentences: 100, maxWords: 500, waitForTurn: () => undefined },
    );
    const { outcomes } = await analyzer.analyze(prepared, { deadlineMs: systemClock.nowMs() + REQUEST_TIMEOUT_MS });
    const [analysis] = outcomes;
    if (!analysis || !('sentiment' in analysis)) throw new Error(`document ${id} has no answer`);
    analyses.push(analysis);
  }
  return analyses;
}

function format({ hits, total }: Share): string {
  const [low, high] = accuracyInterval(hits, total);
  return `${hits} of ${total} (${(hits / total).toFixed(3)}, 95 % interval ${low.toFixed(3)} to ${high.toFixed(3)})`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
