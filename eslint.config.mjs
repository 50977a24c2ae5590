import tseslint from 'typescript-eslint';
import { importLadder } from './tools/import-ladder.mjs';

/** Process facts enter here and in the adapters that serve sockets. */
const ADAPTERS = [
  'base/env/node/**',
  'lab/frameworks/**',
  '**/serve/**',
  'cli/main.ts',
  'steps/**',
  'bench/**',
  'tools/**',
  '**/*.test.ts',
  'fixtures/**',
];

const processFacts = [
  { name: 'process', message: 'Take it from the environment (base/env).' },
  { name: 'console', message: 'Write to the output you were handed.' },
  { name: 'setTimeout', message: 'Use the Clock.' },
  { name: 'setInterval', message: 'Use the Clock.' },
  { name: 'setImmediate', message: 'Use the Clock.' },
  { name: 'crypto', message: 'Use the Random or Crypto port.' },
  { name: 'fetch', message: 'Use the Network port.' },
];

export default tseslint.config(
  { ignores: ['.cache/**', 'dist/**', 'node_modules/**', 'fixtures/recorded/**', 'examples/**'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.mjs', 'tools/*.mjs', 'tools/*.cjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { csrlab: { rules: { 'import-ladder': importLadder } } },
    rules: {
      'csrlab/import-ladder': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowStaticOnly: true }],
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: true }],
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // What is slow to load is loaded by `require('./x') as typeof import('./x')` inside the function that needs it: a dynamic import() would
      // want a file extension, which differs between ts-node and dist.
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
      'max-params': ['error', 4],
      eqeqeq: 'error',
    },
  },
  {
    files: ['{base,kube,pki,sim,signers,lab,cli}/**/*.ts'],
    ignores: ADAPTERS,
    rules: {
      'no-restricted-globals': ['error', ...processFacts],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Use the Clock.' },
        { object: 'Math', property: 'random', message: 'Use the Random port.' },
      ],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'node: modules live in base/env/node and in serve/ adapters.' }] },
      ],
    },
  },
  {
    files: ['**/*.test.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/require-await': 'off', 'max-params': 'off' },
  },
  // Cucumber hands what a step's text captured as parameters.
  { files: ['steps/*.steps.ts'], rules: { 'max-params': 'off' } },
  { ...tseslint.configs.disableTypeChecked, files: ['**/*.mjs', '**/*.cjs'] },
);
