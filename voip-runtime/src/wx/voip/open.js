// The glue: a page without a component. Only the glue of projects with scripts of their own has this part, and it uses only
// `exports.page`: `cargo voip` adds it to either glue.

/**
 * Opens a page without a `Component`, for a user interface of your own. `view.setData` gets all data of the page at once, and
 * then what changes; `view.data` may have the first values of fields. Returns the event handlers of the page, its `data`, and
 * `set(fields)`, `load(query)`, `show()` and `leave()`.
 * @param {any} declaration
 * @param {{ data?: any, setData: (changes: any) => void, triggerEvent?: (name: any, detail: any) => void }} view
 * @param {any} [host] `wx`, or an object of the same shape, such as `Taro`
 */
exports.open = function (declaration, view, host) {
  var options = exports.page(declaration, host), properties = options.properties, methods = options.methods, key;
  /** It also stands in for the component. @type {any} */
  var handle = {
    data: {},
    /** @param {any} changes */
    setData: function (changes) { view.setData(Object.assign(handle.data, changes) && changes); },
    /** @param {any} name @param {any} detail */
    triggerEvent: function (name, detail) { if (view.triggerEvent) view.triggerEvent(name, detail); },
    /** @param {any} fields */
    set: function (fields) {
      for (var key in properties) {
        if (!Object.prototype.hasOwnProperty.call(fields || {}, key)) continue;
        handle['handleChange' + key[0].toUpperCase() + key.slice(1)]({ detail: { value: fields[key] } });
      }
    }
  };
  methods.load = methods.onLoad;
  methods.leave = methods.onUnload;
  methods.show = options.pageLifetimes.show;
  for (key in methods) handle[key] = methods[key].bind(handle);
  for (key in properties) options.data[key] = properties[key].value;
  handle.setData(options.data);
  options.lifetimes.attached.call(handle);
  options.lifetimes.ready.call(handle);
  handle.set(view.data);
  return handle;
};
