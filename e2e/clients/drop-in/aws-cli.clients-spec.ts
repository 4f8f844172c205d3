import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing } from '#libs/testing';
import { type DetectedSentiment, expectSentiments, toFloat32Sentiment } from './detected-sentiment.js';
import { DropInServices, KEY, WRONG_KEY } from './drop-in-services.js';
import { PYTHON } from './python-environment.js';

const AWS = join(dirname(PYTHON), 'aws');

describe.skipIf(isMissing('python3'))('AWS CLI', () => {
  let services: DropInServices;

  beforeAll(async () => {
    services = await DropInServices.start();
  });
  afterAll(async () => {
    await services.stop();
  });

  /** Runs an operation as users do. Only the URL and the key are those of the service. */
  async function run(url: string, secret: string, ...args: string[]): Promise<unknown> {
    const env = {
      PATH: process.env.PATH,
      AWS_ACCESS_KEY_ID: 'client',
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_DEFAULT_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL: url,
    };
    const { stdout } = await promisify(execFile)(PYTHON, [AWS, 'comprehend', ...args, '--output', 'json'], { env });
    return JSON.parse(stdout);
  }

  it('has the class and the scores of /predict with its neutral label', async () => {
    const { url } = services.guarded;
    const answer = await run(url, KEY, 'detect-sentiment', '--text', 'This is fun', '--language-code', 'en');
    const expected = await expectSentiments(services.open.url, ['This is fun']);
    expect([toFloat32Sentiment(answer as DetectedSentiment)]).toEqual(expected);
  });

  it('has the results of a batch', async () => {
    const texts = ['This is fun', 'the movie was awful'];
    const args = ['batch-detect-sentiment', '--language-code', 'en', '--text-list', ...texts];
    const answer = (await run(services.open.url, KEY, ...args)) as { ResultList: DetectedSentiment[] };
    expect(answer.ResultList.map(toFloat32Sentiment)).toEqual(await expectSentiments(services.open.url, texts));
  });

  it('shows that the secret is wrong, and that the model does not read a language', async () => {
    const args = ['detect-sentiment', '--text', 'a', '--language-code', 'en'];
    await expect(run(services.guarded.url, WRONG_KEY, ...args)).rejects.toThrow('(InvalidSignatureException)');
    await expect(run(services.open.url, KEY, ...args.slice(0, -1), 'fr')).rejects.toThrow(
      '(UnsupportedLanguageException)',
    );
  });
});
