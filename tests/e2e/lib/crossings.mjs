/**
 * Counts the calls between JavaScript and wasm, which cost more than calls within either.
 *
 * `onCrossing` is called with 'import' or 'export' and the name.
 */
export const countCrossings = {
  imports(imports, onCrossing) {
    const wrapped = {};
    for (const [module, functions] of Object.entries(imports)) {
      wrapped[module] = wrapEach(functions, (name) => onCrossing('import', name));
    }
    return wrapped;
  },

  exports(exports, onCrossing) {
    return wrapEach(exports, (name) => onCrossing('export', name));
  },
};

function wrapEach(functions, onCall) {
  const wrapped = {};
  for (const [name, value] of Object.entries(functions)) {
    if (typeof value !== 'function') {
      wrapped[name] = value;
      continue;
    }
    wrapped[name] = (...given) => {
      onCall(name);
      return value(...given);
    };
  }
  return wrapped;
}
