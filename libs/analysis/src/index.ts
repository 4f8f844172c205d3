export { LanguageDetector, UNDETERMINED, type DetectedLanguage } from './language/language-detector.js';
export { LanguageDetectorProvider } from './language/language-detector-provider.js';
export { LanguageTableError } from './language/table-layout.js';
