// The glue: the host, and what the pages of its app share.

/**
 * Calls the host. It may not have the function, it may throw, and it may return a promise although it has callbacks; a
 * rejected promise must not be reported as unhandled. `canIUse` is not asked: it says no of functions that work. The name
 * may be a path, such as `cloud.callFunction`.
 * @param {any} host @param {string} what @param {any} argument @param {(error: any) => void} failed
 */
function ask(host, what, argument, failed) {
  try {
    for (var name = what, at; host && (at = name.indexOf('.')) >= 0; name = name.slice(at + 1)) host = host[name.slice(0, at)];
    if (!host || typeof host[name] !== 'function') throw what + ':fail not supported';
    var promise = host[name](argument);
    if (promise && typeof promise.then === 'function') promise.then(nothing, nothing);
  } catch (error) {
    failed(error);
  }
}

/**
 * A function that has an effect only once.
 * @param {(failed: any, result: any) => void} action
 */
function once(action) {
  /** @param {any} [failed] @param {any} [result] */
  return function (failed, result) {
    var run = action;
    action = nothing;
    run(failed, result);
  };
}

/** @type {any[]} */
var apps = [];

/**
 * What the pages of this app share: their modules, whether calls are enabled (null if they never were), whether the device
 * reports members (null if no page needs to know), and the room. There is one room: `holder` is the call that joined it last,
 * and `joins` are the calls that are joining it. A call is the number of a page in its module, and of the reply of its join.
 *
 * `wx` keeps it, since an app may have this script twice (a bundler copies it), and its pages may have different hosts (`wx`
 * and `Taro`).
 * @param {any} host
 */
function appOf(host) {
  var key = 'voip' + ABI;
  if (typeof wx !== 'undefined') host = wx;
  for (var i = 0; i < apps.length; i++) if (apps[i].host === host) return apps[i];
  /** @type {any} */
  var app = has(host, key) ? host[key] : {
    host: host, modules: [], enabled: null, reports: null, holder: null, joins: [], listens: false,
    /** @param {any} event */
    members: function (event) {
      var list = member(event, 'openIdList');
      if (!isArray(list)) return;
      if (app.reports === false) {
        app.reports = true;
        ask(host, 'setStorage', { key: REPORTS, data: true }, nothing);
        tell(app, REPORTS_NONE + 1);
      }
      notify(app, list.length > 1 ? 1 : 0, event);
    },
    /** @param {any} error */
    interrupted: function (error) {
      if (app.holder) {
        logFailure('onVoIPChatInterrupted', numberOf('Interrupted'), codeOf(error, 'errCode'), cut(error));
      }
      notify(app, INTERRUPTED, error);
    }
  };
  try {
    Object.defineProperty(host, key, { value: app });
  } catch (_) {
    // It is frozen: only the pages of this script share it.
  }
  apps.push(app);
  return app;
}

/**
 * Passes an event of the room to the call that holds it, and to those that are joining it.
 * @param {any} app @param {number} event @param {any} [error]
 */
function notify(app, event, error) {
  app.joins.concat(app.holder || []).forEach(
    /** @param {any} call */
    function (call) { call.module.event(call.page, call.reply, event, error); }
  );
}

/** The call takes the room, or nobody does. The call that had it ends. @param {any} app @param {any} call */
function hold(app, call) {
  var old = app.holder;
  app.holder = call;
  if (old) old.module.event(old.page, old.reply, ENDED);
}

/** Calls are enabled or disabled in the app. @param {any} app @param {boolean} on */
function enabled(app, on) {
  // Before the first time, they are disabled.
  if (!app.enabled === !on) return;
  app.enabled = on;
  tell(app, on ? UNREACHABLE + 1 : UNREACHABLE);
}

/** Tells every page a fact of the app. @param {any} app @param {number} event */
function tell(app, event) {
  app.modules.forEach(
    /** @param {any} module */
    function (module) { module.tell(event); }
  );
}

/** Whether the device has reported members before. The storage may fail, or return a promise. @param {any} app */
function reports(app) {
  if (app.reports === null) {
    try {
      app.reports = app.host.getStorageSync(REPORTS) === true;
    } catch (_) {
      app.reports = false;
    }
  }
  return app.reports;
}

/** Listens to the events of the room while they are for somebody. @param {any} app */
function listen(app) {
  var listens = !!app.holder || app.joins.length > 0, way = listens ? 'on' : 'off';
  if (app.listens === listens) return;
  app.listens = listens;
  ask(app.host, way + 'VoIPChatMembersChanged', app.members, nothing);
  ask(app.host, way + 'VoIPChatInterrupted', app.interrupted, nothing);
}
