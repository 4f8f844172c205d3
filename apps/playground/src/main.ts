import { ApiKeyForm } from './page/api-key-form.js';
import { CsvCard } from './page/csv-card.js';
import { getElement } from './page/dom.js';
import { acceptDroppedFiles } from './page/dropped-files.js';
import { LiveAnalysis } from './page/live-analysis.js';
import { connectCopyButtons, showRequestCode } from './page/request-code.js';
import { RowScoring } from './page/row-scoring.js';
import { showModel, showModelProblem } from './page/show-model.js';
import { hideResult, showResult } from './page/show-result.js';
import { sleep } from './page/sleep.js';
import { TextCard } from './page/text-card.js';
import { Tooltip } from './page/tooltip.js';
import { createAnalysisRequest, type AnalysisRequest } from './service/analysis-request.js';
import { ServiceClient } from './service/service-client.js';
import { ServiceProblem } from './service/service-problem.js';

const MODEL_RETRY_MS = 2_000;

const client = new ServiceClient(document.baseURI);
const tooltip = new Tooltip(getElement('tooltip', HTMLElement));
const problem = getElement('problem', HTMLElement);

const keyForm = new ApiKeyForm(client, () => {
  void readModel();
  analyze(textCard.text);
});
const live = new LiveAnalysis({
  analyze: (request, signal) => client.analyze(request, signal),
  sleep,
  onAnswer: (text, request, { documents: [analysis], errors: [error] }) => {
    problem.textContent = error?.detail ?? '';
    showCode(request);
    if (analysis) showResult(text, analysis, tooltip);
    else hideResult(tooltip);
  },
  onProblem: (error, willRetry) => {
    hideResult(tooltip);
    problem.textContent = willRetry ? `${error.message} The page tries again.` : error.message;
    if (error.status === 401) keyForm.ask();
  },
});
const csvCard = new CsvCard(
  new RowScoring({
    predict: (texts, neutral, signal) => client.predict(texts, neutral, signal),
    sleep,
    onKeyRequired: () => keyForm.ask(),
  }),
);
const textCard = new TextCard({
  onText: analyze,
  onCsvFile: (file) => void csvCard.open(file),
});

function analyze(text: string): void {
  showCode(createAnalysisRequest(text));
  if (text.trim() === '') {
    live.cancel();
    problem.textContent = '';
    hideResult(tooltip);
  } else void live.update(text);
}

function showCode(request: AnalysisRequest): void {
  showRequestCode(client.getUrl('analyze'), request, client.hasApiKey);
}

async function readModel(): Promise<void> {
  try {
    showModel(await client.readModel());
  } catch (error) {
    if (!(error instanceof ServiceProblem)) throw error;
    showModelProblem(error.message);
    if (error.status === 401) keyForm.ask();
    else if (error.status === 503) setTimeout(() => void readModel(), error.retryAfterMs ?? MODEL_RETRY_MS);
  }
}

acceptDroppedFiles((file) => void textCard.open(file));
connectCopyButtons();
getElement('not-loaded', HTMLElement).hidden = true;
for (const main of document.getElementsByTagName('main')) main.hidden = false;
void readModel();
analyze(textCard.text);
