// Runs in the window of Chromium or jsdom: a page in glass-easel, WeChat's newer engine, with stand-ins for
// the elements and the host of a phone. The tests call `voipOpen`.
(function () {
  'use strict';
  var glassEasel = window.glassEasel;

  // --- Elements ---

  var space = new glassEasel.ComponentSpace();
  var template = function (generated) {
    var groupList = new Function('return ' + generated)();
    return { groupList: groupList, content: groupList[''] };
  };

  /**
   * The attributes of every element. Each element adds its own, as WeChat documents them. The engine warns
   * about an attribute that an element does not declare, and the tests fail on a warning.
   */
  var COMMON = { ariaLabel: String, ariaLive: String, ariaRole: String, hoverClass: String };

  /**
   * Defines an element `wx-<name>`. `attached` is called with the DOM node once, `show` when attached and after
   * each change of a property.
   */
  function element(name, own, inside, attached, show) {
    var properties = Object.assign({}, COMMON, own);
    var options = { hostNodeTagName: 'wx-' + name };
    var definition = { options: options, properties: properties, template: template(inside), lifetimes: {}, observers: {} };
    definition.lifetimes.attached = function () {
      this.node = this.getBackendElement();
      if (this.data.ariaRole || this.data.ariaLabel) this.node.setAttribute('aria-label', this.data.ariaLabel || '');
      if (attached) attached.call(this, this.node);
      if (show) show.call(this, this.node);
    };
    if (show) {
      definition.observers['**'] = function () {
        if (this.node) show.call(this, this.node);
      };
    }
    space.setGlobalUsingComponent('wx-' + name, space.defineComponent(definition));
  }

  function openSpace(slot) {
    element('view', {}, slot);
    element('text', {}, slot);
    element('navigator', { openType: String }, slot, function (node) {
      var self = this;
      node.addEventListener('click', function () { window.wx.log.push(self.data.openType); });
    });

    element('image', { lazyLoad: Boolean, mode: String, src: String }, slot, null, function (node) {
      node.style.backgroundImage = 'url(' + JSON.stringify(this.data.src) + ')';
      if (this.data.mode === 'aspectFill') node.style.backgroundSize = 'cover';
    });

    element('button', { disabled: Boolean, formType: String, loading: Boolean, openType: String, plain: Boolean, size: String, type: String }, slot, null, function (node) {
      node.toggleAttribute('disabled', this.data.disabled);
      node.toggleAttribute('loading', this.data.loading);
    });

    element(
      'input',
      {
        adjustPosition: Boolean, confirmType: String, cursorSpacing: Number, disabled: Boolean, focus: Boolean,
        maxlength: Number, placeholder: String, placeholderClass: String, placeholderStyle: String,
        type: String, value: String,
      },
      slot,
      function (node) {
        var self = this;
        var inner = document.createElement('input');
        node.appendChild(inner);
        inner.addEventListener('input', function (event) {
          event.stopPropagation();
          self.triggerEvent('input', { value: inner.value });
        });
      },
      function (node) {
        var inner = node.querySelector('input');
        inner.placeholder = this.data.placeholder;
        var color = /color: *([^;]+)/.exec(this.data.placeholderStyle);
        if (color) inner.style.setProperty('--placeholder', color[1]);
        inner.inputMode = { digit: 'decimal', number: 'numeric' }[this.data.type] || 'text';
        if (inner.value !== String(this.data.value)) inner.value = this.data.value;
      }
    );

    element(
      'switch',
      { checked: Boolean, color: String, disabled: Boolean, type: String },
      slot,
      function (node) {
        var self = this;
        node.addEventListener('click', function () {
          self.setData({ checked: !self.data.checked });
          self.triggerEvent('change', { value: self.data.checked });
        });
      },
      function (node) {
        node.toggleAttribute('checked', this.data.checked);
        node.style.setProperty('--color', this.data.color);
      }
    );

    element('picker', { disabled: Boolean, mode: String, range: Array, rangeKey: String, value: Number }, slot, function (node) {
      var self = this;
      // A phone shows a list. Here, a tap selects the next item.
      node.addEventListener('click', function () {
        var next = (self.data.value + 1) % self.data.range.length;
        self.triggerEvent('change', { value: String(next) });
      });
    });
  }

  // --- The host ---

  /**
   * `answers[name]` is a list of 'never', errors and results. After the list, the call succeeds. `given[name]` are the options of the
   * last call.
   */
  function host(answers) {
    var wx = { log: [], canIUse: function () { return true; } };
    var names = ['authorize', 'setEnable1v1Chat', 'join1v1Chat', 'exitVoIPChat', 'showToast', 'showModal', 'openSetting', 'request', 'login', 'cloud.callFunction'];
    wx.given = {};
    wx.cloud = {};
    names.forEach(function (name) {
      var place = name.indexOf('cloud.') === 0 ? wx.cloud : wx;
      place[name.replace('cloud.', '')] = function (options) {
        wx.log.push(name);
        wx.given[name] = options;
        var answer = (answers[name] || []).shift();
        if (answer === 'never') return;
        Promise.resolve().then(function () {
          if (answer && answer.errMsg) options.fail && options.fail(answer);
          else options.success && options.success(Object.assign({ errMsg: name + ':ok', confirm: true }, answer));
        });
      };
    });
    ['onVoIPChatMembersChanged', 'onVoIPChatInterrupted', 'offVoIPChatMembersChanged', 'offVoIPChatInterrupted'].forEach(
      function (name) {
        wx[name] = function (listener) { wx['listener ' + name] = listener; };
      }
    );
    wx.members = function () {
      wx['listener onVoIPChatMembersChanged']({ openIdList: [].slice.call(arguments) });
    };
    return wx;
  }

  // --- A page ---

  function requireFrom(scripts) {
    var modules = {};
    return function load(path) {
      if (!modules[path]) {
        var module = (modules[path] = { exports: {} });
        var here = path.split('/').slice(0, -1);
        new Function('require', 'module', 'exports', scripts[path])(
          function (name) {
            var steps = here.slice();
            name.split('/').forEach(function (step) {
              if (step === '..') steps.pop();
              else if (step !== '.') steps.push(step);
            });
            return load(steps.join('/'));
          },
          module,
          module.exports
        );
      }
      return modules[path].exports;
    };
  }

  /** Opens the page, as the last of `depth` open ones, or inside another page. Resolves once its module runs. */
  window.voipOpen = function (given) {
    openSpace(given.slot);
    var bytes = Uint8Array.from(atob(given.module), function (letter) { return letter.charCodeAt(0); });
    var started = Promise.resolve();
    window.wx = host(given.answers);
    window.WXWebAssembly = {
      instantiate: function (path, imports) {
        started = WebAssembly.instantiate(bytes, imports);
        return started;
      },
    };
    var definition;
    window.getCurrentPages = function () { return new Array(given.depth); };
    window.Component = function (options) { definition = options; };
    window.Behavior = function (options) { return space.defineBehavior(options); };
    requireFrom(given.scripts)(given.route + '.js');
    definition.template = template(given.template);
    definition.options = { hostNodeTagName: 'wx-page' };

    var style = document.createElement('style');
    style.textContent = given.wxss;
    document.head.appendChild(style);

    var backend = new glassEasel.CurrentWindowBackendContext();
    // The engine turns touch and mouse events into taps. A disabled button gets none.
    backend.onEvent(function (target, type, detail, options) {
      if (type === 'tap' && target.getBackendElement().closest('[disabled]')) return;
      glassEasel.Event.triggerEvent(target, type, detail, options);
    });
    var component = glassEasel.Component.createWithContext('wx-page', space.defineComponent(definition), backend);
    var placeholder = document.createElement('span');
    document.body.appendChild(placeholder);
    glassEasel.Element.replaceDocumentElement(component, document.body, placeholder);
    // The host calls it on a page, and not on a component inside another page.
    if (given.depth > 0) component.onLoad({});
    component.triggerPageLifetime('show', []);
    component.triggerLifetime('ready', []);
    window.page = component;
    return started.then(function () { return new Promise(function (done) { setTimeout(done, 0); }); });
  };
})();
