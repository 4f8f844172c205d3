import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist',
      'bench-results',
      'model-artifacts',
      '.tools',
      'e2e/clients/typescript',
      'e2e/clients/package/consumer',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: ['./tsconfig.json', './apps/playground/tsconfig.json'] } },
    rules: {
      // Nest's modules are classes whose content is their decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Signal handlers and optional callbacks that do nothing on purpose.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // DTO classes carry decorators for OpenAPI; their values are plain objects of that shape.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-console': 'error',
    },
  },
  {
    files: [
      '*.config.{ts,js}',
      '.dependency-cruiser.js',
      'apps/api/*.js',
      'apps/cli/*.js',
      'apps/playground/*.js',
      'libs/client/package/*.js',
      'e2e/load/*.k6.js',
      'e2e/load/peers/transformers/*.js',
    ],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { project: null }, globals: { __ENV: 'readonly', open: 'readonly' } },
  },
);
