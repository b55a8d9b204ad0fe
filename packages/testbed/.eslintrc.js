module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      // It declares a suite for whoever calls it.
      files: ['src/controlPlane/describeOnKubernetes.ts'],
      rules: {
        'jest/expect-expect': 'off',
        'jest/no-export': 'off',
        'jest/valid-title': 'off',
      },
    },
  ],
});
