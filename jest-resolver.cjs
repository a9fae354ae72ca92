// TypeScript sources import './x.js' (nodenext): fall back to './x.ts' only where no real .js file exists.
module.exports = (request, options) => {
  try {
    return options.defaultResolver(request, options);
  } catch (cause) {
    if (/^\.{1,2}\/.*\.js$/.test(request)) {
      return options.defaultResolver(request.replace(/\.js$/, '.ts'), options);
    }
    throw cause;
  }
};
