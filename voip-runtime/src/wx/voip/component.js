// The glue: the component of a page, and what scripts of the mini-program call.

/**
 * Returns the options of a `Component` for this page. Its data are its fields, `state`, `busy`, `reachable`, `connected`,
 * `receiving` (the page is being made reachable) and `error`; its event handlers are `handleCall`, `handleCancel`,
 * `handleHangUp`, `handleDismiss`, `handleReceive` and `handleChange…` for each field. It can also be used inside another
 * page: its fields are its properties, and it triggers the events `change` {from, to, cause, code, message} and `fail`
 * {cause, code, message, sentence}.
 * @param {Declaration} declaration
 * @param {any} [host] `wx`, or an object of the same shape, such as `Taro`
 */
exports.page = function (declaration, host) {
  /** @type {any} */
  var properties = {};
  /** @type {any} */
  var methods = {
    handleCall: handler(TAP),
    handleReceive: handler(RECEIVE),
    handleHangUp: handler(HANG_UP),
    handleDismiss: handler(DISMISS),
    handleCancel: handler(CANCEL),
    /** @this {any} @param {any} query */
    onLoad: function (query) {
      var page = this.voip;
      if (page && query) declaration.fields.forEach(function (field, index) {
        var type = properties[field[0]].type, text = page.queried[index] = field[3] && fromAddress(query, field[3]);
        // The host has set a property that has the name of a parameter, whether the field asks for it or not.
        set(page, field[0], text === undefined ? field[1] : type === Number ? Number(text) : type ? text === 'true' : text);
        push(page, index);
      });
    },
    onUnload: leave
  };

  /** @this {any} */
  function leave() {
    var page = this.voip;
    if (!page || page.left) return;
    page.left = true;
    if (page.number) page.module.leave(page);
  }

  declaration.fields.forEach(function (field, index) {
    var key = field[0], initial = field[1], values = field[2];
    properties[key] = {
      type: typeof initial === 'boolean' ? Boolean : typeof initial === 'number' ? Number : null,
      value: initial,
      /** @this {any} */
      observer: function () { if (this.voip) push(this.voip, index); }
    };
    /** @this {any} @param {any} event */
    methods['handleChange' + key.charAt(0).toUpperCase() + key.slice(1)] = function (event) {
      var page = this.voip, value = event.detail.value;
      if (!page) return;
      page.queried[index] = undefined;
      set(page, key, values && values[value] || value);
      push(page, index);
    };
  });

  // record: recordPage(methods);
  return {
    properties: properties,
    data: { state: STATES[0], busy: false, reachable: false, connected: false, receiving: false, error: '' },
    methods: methods,
    lifetimes: {
      /** @this {any} */
      attached: function () {
        /** @type {Page} */
        var page = this.voip = {
          component: this, declaration: declaration, app: appOf(host || wx), module: null, number: 0, awaited: 0,
          timers: {}, step: '', reply: 0, left: false, known: [], queried: [], invalid: {}, next: null, events: []
        };
        // The page shows its initial data before the module is loaded.
        Promise.resolve().then(function () { ready(page, nothing); });
      },
      detached: leave
    }
  };
};

/**
 * Starts loading a module, so that the pages that open later can call at once.
 * @param {string} path @param {any} [host]
 */
exports.load = function (path, host) { moduleOf(path, appOf(host || wx)); };
