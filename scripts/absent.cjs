// Stands in the bundle for a package that kg never reaches: any use of it fails, loudly.
module.exports = new Proxy(
  {},
  {
    get(_, name) {
      if (name === '__esModule') return false;
      return () => {
        throw new Error(`This package is left out of the bundle of kg, and its ${String(name)} was called`);
      };
    },
  },
);
