/**
 * Counting the crossings between JavaScript and wasm: each costs more than a function call within
 * either, so what a flow crosses is what it costs.
 *
 * A wrapper of an import is made once, when the module is instantiated; `onCrossing` hears
 * 'import' or 'export' and the name.
 */
export const overCrossings = {
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

function wrapEach(functions, told) {
  const wrapped = {};
  for (const [name, value] of Object.entries(functions)) {
    if (typeof value !== 'function') {
      wrapped[name] = value;
      continue;
    }
    wrapped[name] = (...given) => {
      told(name);
      return value(...given);
    };
  }
  return wrapped;
}
