import tseslint from 'typescript-eslint';

const browserGlobals = ['window', 'document', 'location', 'navigator', 'localStorage', 'fetch', 'crypto', 'history'];

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      'examples/*/dist/**',
      'collector/dist/**',
      'test-results/**',
      'playwright-report/**',
      '.data/**',
      '.reports/**',
      'docs/.vitepress/dist/**',
      'docs/.vitepress/cache/**',
    ],
  },
  ...tseslint.configs.recommended,
  {
    rules: {
      'no-console': 'off',
      'prefer-const': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
      'no-empty': ['error', { allowEmptyCatch: true }],
    },
  },
  {
    files: ['src/**/*.ts', 'collector/src/**/*.ts'],
    rules: {
      'max-lines': ['error', 200],
      'no-console': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  { files: ['collector/src/main.ts', 'src/check/main.ts'], rules: { 'no-console': 'off' } },
  {
    // These folders are pure: clocks, chance and the page come in as arguments.
    files: ['src/{base,events,delivery,facts,privacy,visitor}/**/*.ts', 'src/observe/ledger/**/*.ts'],
    ignores: ['src/visitor/{cookies,address-bar}.ts', 'src/privacy/consent-sources/**'],
    rules: {
      'no-restricted-globals': ['error', ...browserGlobals],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'take the clock from env' },
        { object: 'Math', property: 'random', message: 'take chance from env' },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    // The check runs in Node, where no page has changed how JSON is written; its part in pages uses `stringify`.
    ignores: ['src/base/json.ts', 'src/check/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='JSON'][property.name='stringify']",
          message: 'use stringify of base/json',
        },
        {
          selector: 'CallExpression[callee.property.name=/^(reduce|reduceRight)$/]',
          message: 'write a loop: Prototype.js 1.6 has another reduce on Array.prototype',
        },
        {
          selector: "CallExpression[callee.object.name='Array'][callee.property.name='from'][arguments.1]",
          message: 'map afterwards: Prototype.js 1.6 has an Array.from without a mapping function',
        },
      ],
    },
  },
  // The one place that speaks to the developer, and only when asked to or when the address is wrong.
  { files: ['src/base/log.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['src/script/entries/stub.js'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off', 'no-var': 'off' },
  },
  { files: ['examples/gtm/*.js'], rules: { 'no-var': 'off', 'prefer-rest-params': 'off' } },
);
