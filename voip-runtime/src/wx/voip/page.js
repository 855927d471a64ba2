// The glue: a page, from the inputs of its user to its module.

/**
 * Runs the action when the page is open; opens it if necessary.
 * @param {Page} page @param {() => void} action
 */
function ready(page, action) {
  if (!page || page.left) return;
  var module = page.module = page.module || moduleOf(page.declaration.module, page.host);
  module.ready(page, function () {
    // Since then the module may have been given up, and the page opened in a new one.
    if (page.left || page.module !== module) return;
    if (!page.number) {
      module.open(page);
      if (!page.number) return;
      page.known = page.declaration.fields.map(function (field) { return field[1]; });
      // It may have been abandoned before.
      if (page.next || page.component.data.error) {
        set(page, 'state', STATES[0]);
        set(page, 'error', '');
      }
      page.known.forEach(function (_, index) { push(page, index); });
      if (page.query) module.act(page, LOAD);
      if (page.shown) module.act(page, SHOW);
    }
    if (!page.left && page.number) action();
  });
}

/** The state of the page, even if it is not shown yet. @param {Page} page */
function stateOf(page) {
  return page.next && page.next.state || page.component.data.state;
}

/** @param {Page} page */
function stopTimers(page) {
  for (var reply in page.timers) clearTimeout(page.timers[reply].id);
  page.timers = {};
}

/**
 * The page enters Failed, since it is not in a module any more. The next input of the user opens it again.
 * @param {Page} page @param {any} module @param {string} sentence
 */
function abandon(page, module, sentence) {
  if (page.module !== module) return;
  var state = stateOf(page);
  stopTimers(page);
  page.module = null;
  page.number = 0;
  page.awaited = 0;
  page.events.push({ from: state, to: 'Failed', cause: 'App', code: 0, message: '' });
  depth++;
  FLAGS.concat('receiving').forEach(function (flag) { set(page, flag, false); });
  set(page, 'error', sentence);
  set(page, 'state', 'Failed');
  depth--;
  if (depth === 0) show();
}

/**
 * Fires the timers that are due: they sleep while the app is in the background.
 * @param {Page} page
 */
function wake(page) {
  for (var reply in page.timers) {
    var timer = page.timers[reply];
    // A timer that fires may stop the others.
    if (!timer || timer.due > Date.now()) continue;
    clearTimeout(timer.id);
    timer.fire();
  }
}

/** The page was shown. Notifies the module, now or when the page is open in it. @param {Page} page */
function appear(page) {
  page.shown = true;
  if (page.number) page.module.act(page, SHOW);
}

/**
 * Sets a field. Returns its title if it cannot hold the value, or else an empty text.
 * @param {Page} page @param {number} index @param {any} value
 */
function input(page, index, value) {
  var title = page.module.input(page, index, value);
  // The field may be a text.
  if (title && typeof value === 'number' && isFinite(value)) title = page.module.input(page, index, value = value + '');
  // record: if (title === '') recordField(page, index, value, true);
  return title;
}

/** Passes the value of a field to the module. @param {Page} page @param {number} index */
function push(page, index) {
  var field = page.declaration.fields[index], key = field[0], value = page.component.data[key];
  // The module has no contacts yet, and only it sets them.
  if (isArray(field[1])) return value[0] && set(page, key, field[1]);
  // Most fields have their initial value as the page opens.
  if (value === page.known[index] && page.number && page.queried[index] === undefined) return;
  if (typeof value !== typeof valueOr(value, field[1])) set(page, key, value = field[1]);
  if (field[2] === 1) set(page, key, value = trimmed(String(value)));
  if (page.left || !page.number) return;
  var before = page.known[index], queried = page.queried[index];
  page.queried[index] = undefined;
  if (before === value) return;
  page.known[index] = value;
  // The module reads the text of the address itself, as it does where there is no glue.
  /** @type {any} */
  var title = input(page, index, typeof value === 'string' || queried === undefined ? value : queried);
  // The user did not type this value: it comes from the address, or it is the NaN that the host makes of such a value.
  if (title && (queried !== undefined || value !== value)) {
    page.known[index] = before;
    set(page, key, before);
  } else if (title) {
    set(page, 'error', page.invalid[key] = INVALID + title);
  } else if (page.invalid[key]) {
    if (page.component.data.error === page.invalid[key]) set(page, 'error', '');
    delete page.invalid[key];
  }
}

/** Whether the page is being made reachable, which can be cancelled. @param {Page} page @param {boolean} on */
function receive(page, on) {
  if (page.component.data.receiving !== on) set(page, 'receiving', on);
}

/**
 * The value of a field. The user or a parent may set anything: nothing, or an object, stands for the initial value.
 * @param {any} value @param {any} initial
 */
function valueOr(value, initial) {
  return /^[bns]/.test(typeof value) ? value : initial;
}

/** @param {number} act */
function handler(act) {
  /** @this {any} @param {any} [event] */
  return function (event) {
    var page = this.voip;
    ready(page, function () {
      var reachable = page.component.data.reachable;
      // The module does not know of this message.
      if (page.component.data.error.indexOf(INVALID) === 0) set(page, 'error', '');
      if (act === TAP) call(page, event);
      else page.module.act(page, act === RECEIVE && reachable ? MAKE_UNREACHABLE : act);
      if (act === CANCEL) receive(page, false);
      // The page waits for the host, and not for that of a call.
      if (act === RECEIVE && page.awaited && !reachable && stateOf(page) === STATES[0]) receive(page, true);
    });
  };
}

/**
 * A tap on a call button. Its dataset, or the detail of a custom event, may have values of fields, and the index of a contact
 * as `voipContact`.
 * @param {Page} page @param {any} event
 */
function call(page, event) {
  var act = TAP, data = page.component.data, error = '';
  /** @param {any} given */
  function fill(given) {
    if (has(given, 'voipContact')) {
      var contact = textOf(given.voipContact);
      if (/^(0|[1-9]\d{0,7})$/.test(contact)) act = CONTACT + +contact;
      else error = INVALID + '联系人';
    }
    page.declaration.fields.forEach(function (field, index) {
      var key = field[0];
      if (!has(given, key) || isArray(field[1])) return;
      var value = given[key];
      if (value === null || value === undefined) value = field[1];
      // No field can hold a NaN, as it cannot hold an object.
      else if (!/^(b|n|st)/.test(typeof value)) value = NaN;
      else if (field[2] === 1) value = trimmed(value + '');
      var title = input(page, index, value);
      if (title) {
        error = INVALID + title;
      } else {
        page.known[index] = value;
        page.queried[index] = undefined;
        delete page.invalid[key];
        set(page, key, value);
      }
    });
  }
  // A tap during a call does not change it.
  if (!data.busy && stateOf(page) !== 'InCall') {
    fill(member(member(event, 'currentTarget'), 'dataset'));
    // The detail of a native tap is its position.
    if (!has(member(event, 'detail'), 'x')) fill(member(event, 'detail'));
  }
  error = error || page.invalid[Object.keys(page.invalid)[0]];
  if (error) set(page, 'error', error);
  else page.module.act(page, act);
}

/**
 * An openid without the white space and the invisible characters around it, as in `field/openid.rs`.
 * @param {string} text
 */
function trimmed(text) {
  return (/[^\s\x85\u200b-\u200d\u2060]([^]*[^\s\x85\u200b-\u200d\u2060])?/.exec(text) || [''])[0];
}

/** @param {any} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (_) {
    // It is not encoded.
    return textOf(text);
  }
}

/**
 * The text of a parameter of a page's address, or else of its `scene`, as `address.rs` finds it.
 * @param {any} query @param {string} name
 */
function fromAddress(query, name) {
  /** @type {any} */
  var text;
  if (has(query, name)) return decoded(member(query, name));
  decoded(member(query, 'scene')).split('&').forEach(
    /** @param {string} pair */
    function (pair) {
      if (pair.indexOf(name + '=') === 0) text = decoded(pair.slice(name.length + 1));
    }
  );
  return text;
}
