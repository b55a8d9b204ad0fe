// Some libraries publish ES modules only, and name no entry for `require`.
// Jest compiles them to CommonJS all the same once it can find them.
module.exports = (request, options) => {
  try {
    return options.defaultResolver(request, options);
  } catch (error) {
    return options.defaultResolver(request, {
      ...options,
      conditions: [...(options.conditions ?? []), 'import'],
    });
  }
};
