module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  // The bundle that the image is made of.
  ignorePatterns: ['image/'],
});
