import { describe, expect, it } from 'vitest';
import type { Document } from './document.js';
import { LanguageIdentification, type LanguagePolicy } from './language-identification.js';
import { LanguageDetector } from './language/language-detector.js';
import { LanguageDetectorProvider } from './language/language-detector-provider.js';
import { LanguageTable } from './language/language-table.js';
import { packEld } from './language/pack-eld.js';

const ENGLISH = { text: 'The food was cold and the waiter was rude to us.', language: undefined };
const GERMAN = { text: 'Das Essen war kalt und der Kellner war unfreundlich zu uns.', language: undefined };

/** Counts how often the detector is asked for. */
class CountingProvider extends LanguageDetectorProvider {
  uses = 0;

  override async get(): Promise<LanguageDetector> {
    this.uses++;
    return new LanguageDetector(new LanguageTable(await packEld('extrasmall')));
  }
}

function open(policy: LanguagePolicy) {
  const detectors = new CountingProvider();
  const identification = new LanguageIdentification({ policy, detectors });
  const identify = (documents: readonly Document[], languages: readonly string[]) =>
    Promise.all(documents.map((document) => identification.identify(document, languages)));
  return { detectors, identify };
}

describe('Language identification', () => {
  it('warns of a language that the model does not read', async () => {
    const findings = await open('warn').identify([ENGLISH, GERMAN], ['en']);
    expect(findings).toMatchObject([
      { language: { code: 'en' }, isUnsupported: false, isRefused: false },
      { language: { code: 'de' }, isUnsupported: true, isRefused: false },
    ]);
  });

  it('refuses such a document where the policy says so', async () => {
    const findings = await open('reject').identify([ENGLISH, GERMAN], ['en']);
    expect(findings.map(({ isRefused }) => isRefused)).toEqual([false, true]);
  });

  it('believes the language that the caller gives, whatever its region', async () => {
    const documents = ['de-AT', 'en-GB'].map((language) => ({ ...ENGLISH, language }));
    const findings = await open('warn').identify(documents, ['en']);
    expect(findings).toMatchObject([
      { language: { code: 'de-AT', confidence: undefined }, isUnsupported: true },
      { language: { code: 'en-GB', confidence: undefined }, isUnsupported: false },
    ]);
  });

  it('finds no language unsupported when the model names none', async () => {
    const findings = await open('reject').identify([GERMAN, { ...GERMAN, language: 'de' }], []);
    expect(findings.map(({ isUnsupported }) => isUnsupported)).toEqual([false, false]);
  });

  it('loads no detector when it is off', async () => {
    const { identify, detectors } = open('off');
    expect(await identify([GERMAN], ['en'])).toEqual([{ language: undefined, isUnsupported: false, isRefused: false }]);
    expect(detectors.uses).toBe(0);
  });
});
