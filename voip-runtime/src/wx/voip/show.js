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

/** Events to trigger. @type {any[]} */
var triggers = [];

/**
 * Shows the changes, then triggers their events. The component or its parent may change a page meanwhile: that is shown
 * immediately, and its events come after the earlier ones.
 */
function show() {
  var outermost = triggers.push(nothing) < 2, page;
  while ((page = changed.shift()) || outermost && triggers[0]) {
    try {
      if (page) display(page);
      else triggers.shift()();
    } catch (error) {
      // The component or its parent has thrown. The call continues.
      log(error);
    }
  }
}

/** @param {Page} page */
function display(page) {
  var component = page.component, next = page.next, events = page.events;
  /** @type {any} */
  var data = {};
  page.next = null;
  page.events = [];
  if (page.left) return;
  for (var key in next) {
    if (component.data[key] !== next[key]) data[key] = next[key];
  }
  events.forEach(function (event) {
    triggers.push(component.triggerEvent.bind(component, 'change', event));
    if (event.to === 'Failed') triggers.push(component.triggerEvent.bind(component, 'fail', {
      cause: event.cause, code: event.code, message: event.message, sentence: has(next, 'error') ? next.error : component.data.error
    }));
  });
  if (Object.keys(data)[0]) component.setData(data);
}
