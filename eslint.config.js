// The rules that the compiler cannot hold: sources of chance and time in the pure project, sizes,
// floating promises, tests that do not run, Chinese text outside its folders.
import pluginVue from 'eslint-plugin-vue';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';

const PURE = ['kernel', 'domain', 'projections', 'protocol', 'sync'].map(
  (d) => `core/${d}/**/*.ts`,
);
const TESTS = ['**/*.test.ts', 'tests/**/*.ts', 'benchmarks/**/*.ts'];
const CONFIGS = ['*.config.ts', '*.config.js', '.dependency-cruiser.cjs'];
const CJK_ALLOWED = [
  'renderer/i18n/**',
  'electron/i18n/**',
  'core/demo/**',
  'profiles/**',
  '**/catalogue/**',
  '**/seed/**',
  'scripts/**',
];

const DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'No default exports: a name that is searched for must be found.',
};
const ENUM = { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' };
const NAMESPACE = {
  selector: 'TSModuleDeclaration[kind!="global"]:not([declare=true])',
  message: 'Use a module.',
};
const CJK = /[\u3400-\u9fff\uf900-\ufaff]/u.source;
const CJK_TEXT = [
  'Literal[value=/%/u]',
  'TemplateElement[value.raw=/%/u]',
  'VText[value=/%/u]',
].map((selector) => ({
  selector: selector.replace('%', CJK),
  message: 'Chinese text belongs to renderer/i18n, a catalogue or a seed.',
}));
const IMPURE = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'The clock is a port: pass the instant in.',
  },
  { selector: 'CallExpression[callee.name="Date"]', message: 'The clock is a port.' },
];
const ASYNC = [
  ':function[async=true]',
  'AwaitExpression',
  'NewExpression[callee.name="Promise"]',
  'MemberExpression[object.name="Promise"]',
].map((selector) => ({ selector, message: 'Deciding is synchronous: gather facts in the shell.' }));
const SILENT_TEST = [
  {
    selector:
      'MemberExpression[object.name=/^(it|test|describe|suite)$/][property.name=/^(skip|only|todo|fixme|fails|fail|skipIf|runIf)$/]',
    message: 'Every test runs, or it is deleted.',
  },
  {
    selector: 'CallExpression[callee.name=/^(xit|xtest|xdescribe)$/]',
    message: 'Every test runs, or it is deleted.',
  },
  {
    selector: 'CallExpression[callee.object.name="vi"][callee.property.name=/^(mock|doMock)$/]',
    message: 'Fakes over mocks: use the port’s in-memory implementation.',
  },
];

const SYNTAX = [DEFAULT_EXPORT, ENUM, NAMESPACE];
const restrict = (...rules) => ['error', ...rules.flat()];

const sizes = (maxLines) => ({
  'max-lines': ['error', { max: maxLines, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
  // An exhaustive switch over a union counts as one branch: it is a table.
  complexity: ['error', { max: 12, variant: 'modified' }],
  'max-params': ['error', 3],
});

export default defineConfig(
  { ignores: ['node_modules/', 'out/', '.cache/', '**/dist/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.vue', '**/*.js', '**/*.mjs', '**/*.cjs'],
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': restrict(SYNTAX, CJK_TEXT),
      ...sizes(300),
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      // Spreading a string into its code points is how Chinese text is cut.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Takes objects that a factory of another package made for forgeries.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    // Here a component's type is only known to vue-tsc, which checks these files.
    files: ['renderer/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.vue'],
    extends: [pluginVue.configs['flat/essential'], tseslint.configs.strict],
    languageOptions: {
      parser: vueParser,
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-v-html': 'error',
      'vue/max-template-depth': ['error', { maxDepth: 12 }],
      'vue/no-restricted-syntax': restrict(CJK_TEXT),
      // The component object itself is the default export that the compiler makes.
      'no-restricted-syntax': restrict(ENUM, NAMESPACE, CJK_TEXT),
      // A set-up block is one function's worth of wiring; the file limit holds it.
      'max-lines-per-function': 'off',
    },
  },
  {
    files: PURE,
    ignores: TESTS,
    rules: { 'no-restricted-syntax': restrict(SYNTAX, CJK_TEXT, IMPURE) },
  },
  {
    files: PURE,
    ignores: TESTS,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The clock is a port.' },
        { object: 'Math', property: 'random', message: 'Dice are a port.' },
        { object: 'crypto', property: 'randomUUID', message: 'Ids are a port.' },
        { object: 'performance', property: 'now', message: 'The clock is a port.' },
      ],
    },
  },
  {
    files: ['core/domain/**/*.ts', 'core/projections/**/*.ts'],
    ignores: TESTS,
    rules: { 'no-restricted-syntax': restrict(SYNTAX, CJK_TEXT, IMPURE, ASYNC) },
  },
  { files: CJK_ALLOWED, rules: { 'no-restricted-syntax': restrict(SYNTAX) } },
  {
    files: TESTS,
    rules: {
      ...sizes(600),
      'max-params': 'off',
      'max-lines-per-function': 'off',
      'no-restricted-syntax': restrict(SYNTAX, SILENT_TEST),
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    // Production code never imports a test, whatever folder it stands in.
    files: ['core/**/*.ts', 'renderer/**/*.{ts,vue}', 'electron/**/*.ts'],
    ignores: TESTS,
    rules: {
      'no-restricted-imports': ['error', { patterns: ['*.test.ts', '#tests/*', 'vitest'] }],
    },
  },
  {
    files: ['scripts/**/*.mjs', 'scripts/**/*.ts'],
    rules: { 'no-restricted-syntax': restrict(SYNTAX) },
  },
  { files: [...CONFIGS, '**/*.config.js'], rules: { 'no-restricted-syntax': 'off' } },
);
