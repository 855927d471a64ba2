;
/** @type {any} */
var own = require('./[[own]]');
page.behaviors = [Behavior(own)];
// The methods of a component replace those of its behaviors, and both are to run as the page is opened, shown and left.
Object.keys(own.methods || {}).forEach(function (name) {
  var ours = page.methods[name], theirs = own.methods[name];
  /** @this {any} @param {any} query */
  function both(query) {
    ours.call(this, query);
    theirs.call(this, query);
  }
  if (ours && /^on[A-Z]/.test(name)) page.methods[name] = both;
  else if (ours) console.warn('[[own]]: ' + name + ' is a method of the page, which replaces this one');
});
Component(page)