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
  /** Changes that the view does not have yet. @type {any[]} */
  var changes = [];
  /** It also stands in for the component. @type {any} */
  var handle = {
    data: {},
    /** @param {any} changed */
    setData: function (changed) {
      /** @type {any} */
      var copy = {};
      // A list of contacts that the view has may be changed by it.
      for (var key in changed) copy[key] = Array.isArray(changed[key]) ? JSON.parse(JSON.stringify(changed[key])) : changed[key];
      Object.assign(handle.data, changed);
      // The view may change the page in its `setData`. It gets that as the next changes.
      if (changes.push(copy) > 1) return;
      for (; changes.length; changes.shift()) {
        try {
          if (!handle.voip.left) view.setData(changes[0]);
        } catch (error) {
          console.error(error);
        }
      }
    },
    /** @param {any} name @param {any} detail */
    triggerEvent: function (name, detail) { if (view.triggerEvent && !handle.voip.left) view.triggerEvent(name, detail); },
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
  /** @param {any} event */
  handle.handleCall = function (event) {
    var data = handle.data, given = Object.assign({}, event && event.currentTarget && event.currentTarget.dataset, event && event.detail);
    var contact = given.voipContact;
    if (contact !== undefined && !data.busy && data.state !== 'InCall' && !declaration.fields.some(
      /** @param {any[]} field */
      function (field) { return Array.isArray(field[1]) && data[field[0]][contact] && data[field[0]][contact].callable; }
    )) console.error('voip: ' + declaration.route + ': voipContact ' + contact + ' is not a contact that can be called');
    methods.handleCall.call(handle, event);
  };
  for (key in properties) options.data[key] = properties[key].value;
  options.lifetimes.attached.call(handle);
  handle.setData(options.data);
  options.lifetimes.ready.call(handle);
  handle.set(view.data);
  return handle;
};
