// The glue: the component of a page, and what scripts of the mini-program call.

/**
 * Returns the options of a `Component` for this page. Its data are its fields, `state`, `busy`, `reachable`, `connected`,
 * `loading`, `receiving` (the page is being made reachable), `error` and `pageDepth` (how many pages are open up to this one, or 0
 * inside another page); its event handlers are `handleCall`, `handleCancel`,
 * `handleHangUp`, `handleDismiss`, `handleOpenSettings`, `handleReceive` and `handleChange…` for each field. It can also be
 * used inside another page: its fields, except contacts, are its properties, and it triggers the events `change` {from, to,
 * cause, code, message} and `fail` {cause, code, message, sentence}.
 * @param {Declaration} declaration
 * @param {any} [host] `wx`, or an object of the same shape, such as `Taro`
 */
exports.page = function (declaration, host) {
  host = host || wx;
  /** @type {any} */
  var properties = {};
  /** @type {any} */
  var data = { state: STATES[0], busy: false, reachable: false, connected: false, loading: !!declaration.load, receiving: false, error: '', pageDepth: 0 };
  /** @type {any} */
  var methods = {
    handleCall: handler(TAP),
    handleReceive: handler(RECEIVE),
    handleHangUp: handler(HANG_UP),
    handleDismiss: handler(DISMISS),
    handleCancel: handler(CANCEL),
    /** @this {any} */
    handleOpenSettings: function () { ask(host, 'openAppAuthorizeSetting', {}, nothing); },
    /** @this {any} @param {any} query */
    onLoad: function (query) {
      var page = this.voip;
      if (!page) return;
      // The host calls this only on a page.
      set(page, 'pageDepth', typeof getCurrentPages === 'function' ? getCurrentPages().length : 0);
      if (query) declaration.fields.forEach(function (field, index) {
        var text = page.queried[index] = field[3] && fromAddress(query, field[3]);
        // The host has set a property that has the name of a parameter, whether the field asks for it or not.
        if (isArray(field[1]) || text === undefined && !has(query, field[0])) return;
        var type = properties[field[0]].type;
        set(page, field[0], text === undefined ? field[1] : type === Number ? Number(text) : type ? text === 'true' : text);
        push(page, index);
      });
      if (!declaration.show) return;
      page.query = query || {};
      if (page.number) page.module.act(page, LOAD);
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
    if (isArray(initial)) {
      data[key] = initial;
      return;
    }
    properties[key] = {
      type: typeof initial === 'boolean' ? Boolean : typeof initial === 'number' ? Number : null,
      value: initial,
      /** @this {any} */
      observer: function () { if (this.voip) push(this.voip, index); }
    };
    /** @this {any} @param {any} event */
    methods['handleChange' + key[0].toUpperCase() + key.slice(1)] = function (event) {
      var page = this.voip, value = valueOr(event.detail.value, initial);
      if (!page) return;
      page.queried[index] = undefined;
      set(page, key, has(values, value) ? values[value] : value);
      push(page, index);
    };
  });

  // record: recordPage(methods);
  return {
    properties: properties,
    data: data,
    methods: methods,
    lifetimes: {
      /** @this {any} */
      attached: function () {
        /** @type {Page} */
        var page = this.voip = {
          component: this, declaration: declaration, host: host, number: 0, awaited: 0, timers: {}, known: [], queried: [], invalid: {}, events: []
        };
        // The page shows its initial data before the module is loaded.
        Promise.resolve().then(function () { ready(page, nothing); });
      },
      /** @this {any} */
      ready: function () {
        var page = this.voip;
        // A page that was opened by its address has its query by then. Inside another page there is no query, and that page
        // may have been shown before.
        if (declaration.show) setTimeout(function () { if (!page.query && !page.shown) appear(page); });
      },
      detached: leave
    },
    pageLifetimes: {
      /** @this {any} */
      show: function () {
        var page = this.voip;
        if (!page) return;
        wake(page);
        // Without a query, it may come later: `ready` waits for it.
        if (page.query || page.shown) appear(page);
      }
    }
  };
};

/**
 * Makes the app reachable without a page, as it starts: asks for the scopes, then enables calls. The callback gets nothing, or
 * the name of the cause of the failure.
 * @param {any} [options] `scopes`, and the options of `setEnable1v1Chat`
 * @param {(cause?: string) => void} [callback]
 * @param {any} [host]
 */
exports.receive = function (options, callback, host) {
  var app = appOf(host = host || wx), scopes = member(options, 'scopes');
  /** @type {any} */
  var enabling = { enable: true };
  for (var key in options) if (key !== 'scopes') enabling[key] = options[key];

  /** @param {number} at */
  function step(at) {
    var scope = scopes && scopes[at], what = scope ? 'authorize' : ENABLE, given = scope ? { scope: scope } : enabling;
    var answer = once(function (refused, result) {
      var cause = (refused || isFailure(result)) && CAUSES[causeOf(what, scope, result) - 1][0];
      if (!cause && scope) return step(at + 1);
      if (!cause) enabled(app, enabling.enable);
      if (callback) callback(cause || undefined);
    });
    /** @param {any} result */
    given.success = function (result) { answer(false, result); };
    /** @param {any} error */
    given.fail = function (error) { answer(true, error); };
    ask(host, what, given, given.fail);
  }
  step(0);
};

/**
 * Starts loading a module, so that the pages that open later can call at once.
 * @param {string} path @param {any} [host]
 */
exports.load = function (path, host) { moduleOf(path, host || wx); };
