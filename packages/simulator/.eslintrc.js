module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      // It declares the same tests for whatever cluster it is given.
      files: ['src/contract/reading.ts'],
      rules: { 'jest/no-export': 'off' },
    },
  ],
});
