import { readFileSync } from 'node:fs';

const swcrc = JSON.parse(readFileSync(new URL('./.swcrc', import.meta.url), 'utf8'));
const { paths: _paths, baseUrl: _baseUrl, ...jsc } = swcrc.jsc;

// Jest hands swc one file at a time and maps the aliases itself: left to swc, "paths" would become './index.js' names that do not exist here.
const transform = { '^.+\\.ts$': ['@swc/jest', { swcrc: false, jsc, module: { type: 'es6' }, sourceMaps: 'inline' }] };

const roots = '<rootDir>/{apps,libs,test,tools}/**';

const project = {
  rootDir: '.',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform,
  moduleNameMapper: { '^@zhiheng/(.+)$': '<rootDir>/libs/$1/index.ts' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.zhiheng/'],
  resolver: '<rootDir>/jest-resolver.cjs',
  setupFiles: ['reflect-metadata'],
};

/** @type {import('jest').Config} */
export default {
  rootDir: '.',
  reporters: ['default', '<rootDir>/tools/plain-line-reporter.mjs'],
  coverageProvider: 'v8',
  collectCoverageFrom: ['{apps,libs}/**/*.ts', '!**/*.spec.ts', '!**/main.ts'],
  // Longer than anything inside waits: what did not come about is said by who waited for it.
  testTimeout: 180_000,
  projects: [
    // No Postgres: jest runs a project's globalSetup only when one of its tests runs, so `--selectProjects unit` needs no database.
    { ...project, displayName: 'unit', testMatch: [`${roots}/*.unit.spec.ts`] },
    {
      ...project,
      displayName: 'int',
      testMatch: [`${roots}/*.spec.ts`],
      testPathIgnorePatterns: ['/node_modules/', '\\.unit\\.spec\\.ts$'],
      globalSetup: '<rootDir>/tools/jest-services-setup.mjs',
      globalTeardown: '<rootDir>/tools/jest-services-teardown.mjs',
    },
  ],
};
