import { type OxlintOverride, defineConfig } from 'oxlint';
import { type ImportRule, importRules } from './test/kit/tidy/import-table.ts';
import { processPlaces } from './test/kit/tidy/process-places.ts';

/**
 * Restrictions on imports come from the table that the tidy test uses too, so that an editor shows them while typing.
 * The linter sees only how an import is written; the tidy test resolves it and has the last word.
 */
const hubFolders = [
  ...new Set(importRules.map((rule) => rule.folder).filter((folder) => /^hub\/[a-z]+$/.test(folder))),
];
const ownedPackages = [...new Set(importRules.flatMap((rule) => rule.packages))];

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  rules: {
    // Rows of SQLite and parsed JSON get their type at one named place; the pattern of control characters is meant;
    // a small helper may stand where it is used; contract suites assert inside functions; fast-check is read as `fc.…`;
    // the compiler checks returns.
    'typescript/no-unsafe-type-assertion': 'off',
    'eslint/no-control-regex': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'vitest/expect-expect': 'off',
    'import/no-named-as-default-member': 'off',
    'import/no-unassigned-import': ['error', { allow: ['**/node-version.ts'] }],
    'promise/no-callback-in-promise': 'off',
    'typescript/consistent-return': 'off',
    'vitest/no-conditional-expect': 'off',
    'vitest/valid-expect': ['error', { maxArgs: 2 }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-namespace': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/return-await': ['error', 'in-try-catch'],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/no-deprecated': 'error',
    'typescript/prefer-readonly': 'error',
    'typescript/consistent-type-imports': 'error',
    'import/no-default-export': 'error',
    'import/no-cycle': 'error',
    'eslint/no-var': 'error',
    'eslint/eqeqeq': 'error',
    // The tidy test counts parameters, because it can tell a callback of a library from a function of ours.
    'eslint/max-params': 'off',
    // Names, enums and callbacks of other people; sorting a list that was made on the spot.
    'eslint/no-underscore-dangle': 'off',
    'typescript/no-unsafe-enum-comparison': 'off',
    'unicorn/no-array-sort': 'off',
    'eslint/no-console': 'error',
    'eslint/no-restricted-globals': [
      'error',
      { name: 'process', message: 'Only main.ts and config see process.' },
    ],
  },
  overrides: [
    ...importRules.toSorted((a, b) => a.folder.length - b.folder.length).map(importOverride),
    { files: ['*.config.ts', 'test/kit/count-reporter.ts'], rules: { 'import/no-default-export': 'off' } },
    { files: ['scripts/**', 'hub/cli/**'], rules: { 'eslint/no-console': 'off' } },
    { files: ['test/**', '**/*.test.ts'], rules: { 'typescript/unbound-method': 'off' } },
    { files: [...processPlaces], rules: { 'eslint/no-restricted-globals': 'off' } },
  ],
});

/** Where rules overlap the later one wins, so the longer folder comes later. */
function importOverride(rule: ImportRule): OxlintOverride {
  return {
    files: rule.folder.endsWith('.ts') ? [rule.folder] : [`${rule.folder}/**/*.ts`, `${rule.folder}.ts`],
    excludeFiles: ['**/*.test.ts'],
    rules: { 'eslint/no-restricted-imports': ['error', restrictions(rule)] },
  };
}

/** Everything that the table does not give to the folder, as the linter wants it. */
function restrictions(rule: ImportRule) {
  const packages = ownedPackages.filter((name) => !rule.packages.includes(name));
  const isHome = (folder: string): boolean => rule.folder === folder || rule.folder.startsWith(`${folder}/`);
  const isNamed = (names: readonly string[], folder: string): boolean =>
    names.some((name) => name === 'hub' || name === folder || name.startsWith(`${folder}/`));
  const strangers = hubFolders.filter((folder) => !isHome(folder) && !isNamed(rule.from, folder));
  return {
    paths: packages.map((name) => ({ name, message: `${name} does not belong to ${rule.folder}.` })),
    patterns: strangers.map((folder) => ({
      regex: `^(\\.\\./)+(hub/)?${folder.slice('hub/'.length)}/`,
      message: `${rule.folder} may not import from ${folder}.`,
      allowTypeImports: isNamed(rule.typesFrom ?? [], folder),
    })),
  };
}
