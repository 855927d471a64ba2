// The glue: shows what a module has changed on its page.

/** Pages with changes that are not shown yet. @type {Page[]} */
var changed = [];
/** How many calls into modules have not returned. Changes are shown when all have returned. */
var depth = 0;
/** Pages that were left during a call into a module. @type {Page[]} */
var left = [];

/** @param {Page} page @param {string} key @param {any} value */
function set(page, key, value) {
  // record: touch(page);
  if (!page.next) {
    page.next = {};
    changed.push(page);
  }
  page.next[key] = value;
  if (depth === 0) show();
}

/** Shows the changes. */
function show() {
  for (var page = changed.shift(); page; page = changed.shift()) {
    var next = page.next, events = page.events;
    page.next = null;
    page.events = [];
    try {
      display(page.component, next, page.left ? [] : events, page.left);
    } catch (error) {
      // The component or its parent has thrown. The call continues.
      log(error);
    }
  }
}

/** @param {any} component @param {any} next @param {any[]} events @param {boolean} [left] */
function display(component, next, events, left) {
  /** @type {any} */
  var data = null;
  for (var key in next) {
    if (!left && component.data[key] !== next[key]) {
      data = data || {};
      data[key] = next[key];
    }
  }
  if (data) component.setData(data);
  var sentence = component.data.error;
  events.forEach(function (event) {
    component.triggerEvent('change', event);
    if (event.to === 'Failed') {
      component.triggerEvent('fail', { cause: event.cause, code: event.code, message: event.message, sentence: sentence });
    }
  });
}
