// The glue between a page's wasm module and the host: it makes the host calls of the module and passes the answers to it.
// The other side is `wx/glue/imports.rs` and `wx/module/exports.rs` of voip-runtime; each function here has its counterpart
// there.
//
// ES5 and CommonJS, without anything that app-service JavaScript does not have: no TextDecoder, no BigInt, no fetch.
//
// Read it from the end. `exports.page` returns the options of a component, which passes the inputs of the user to `ready`
// and `push`, and these to the page's module. `start` loads a module: the functions that the module calls (`imports`), host
// calls and their answers (`perform`, `succeed`, `fail`), and `enter`, through which all calls into the module go. `appOf`
// keeps what the pages of an app share: the room, and whether calls are enabled. `show` shows what a module has changed.
// Before that come the tables that the module has too, and the functions that convert text, results and failures.
//
// A comment that begins with `record: ` is a statement in a build that records; `recorder.js` says more.
'use strict';

/**
 * The declaration of a page: its route, the path of its module in the package, the fingerprint of the build, and its fields.
 * A field is its name, its initial value, its kind (the options of a picker, 1 for an openid, 0 for others) and, if the
 * page's address can set it, the name of the parameter. `record` is for a build that records.
 * @typedef {{route: string, module: string, fingerprint: string, fields: any[][], record?: any[]}} Declaration
 */

/**
 * An open page. `number` is its address in the module (0: it is not open there), `awaited` the number of host calls that
 * are not answered, `timers` its timers by their reply, `step` and `reply` the last step and its reply (0: it has ended).
 * `known` are the values of its fields that the module has, `queried` the texts of its address that the module does not
 * have yet, and `invalid` the messages of fields that cannot hold their value. `next` holds data and `events` holds changes
 * of state that are not shown yet.
 * @typedef {{
 *   component: any, declaration: Declaration, app: any, module: any, number: number, awaited: number,
 *   timers: {[reply: string]: any}, step: string, reply: number, left: boolean, known: any[], queried: any[],
 *   invalid: {[field: string]: string}, next: any, events: any[], log?: any
 * }} Page
 */

/**
 * The version of the ABI between this file and a module; the states, by their numbers; and the causes, by their numbers
 * from 1: the name, the host's `errCode` or null, the sentence that the page shows, the words in a message that stand for
 * it, and each `errno`. The last one is for anything else.
 */
// generated: tables, by tests/tests/facts.rs
var ABI = 3;
var STATES = ['Idle', 'Authorizing', 'Enabling', 'Joining', 'InCall', 'Failed'];
/** @type {any[][]} */
var CAUSES = [
  ['PrivacyRefused', null, '未同意隐私保护指引', 'privacy permission is not authorized', 104],
  ['PrivacyUndeclared', null, '隐私保护指引未声明麦克风或摄像头', 'privacy agreement|announce your privacy|privacy api banned', 112, 1025, 1026],
  ['Denied', null, '未授权使用麦克风或摄像头', 'auth den|authorize den|auth cancel|authorize cancel', 103],
  ['WechatNoCamera', -30001, '微信没有摄像头权限', 'wechat has no camera'],
  ['WechatNoRecord', -30002, '微信没有麦克风权限', 'wechat has no record|system permission den', 3, 1107002, 1107013],
  ['NoCamera', -30004, '小程序没有摄像头权限', 'has no camera'],
  ['NoRecord', -30003, '小程序没有麦克风权限', 'has no record'],
  ['NotInForeground', null, '小程序不在前台', 'runningState=background', 1107003],
  ['NotOpen', -20000, '小程序未开通音视频通话', 'has no permission|access denied|not open 1v1 chat', 102],
  ['OnCall', -20002, '正在通话中', '\\bon call\\b', 1107001],
  ['OccupiedByOther', -20003, '通话功能正被占用', 'occupied by other'],
  ['DeviceNotSupported', -20001, '当前设备不支持通话', 'device not support|开发者工具'],
  ['Unsupported', null, '当前微信版本不支持通话', 'not support', 100],
  ['AlreadyInRoom', -1, '已在房间内', 'already in room'],
  ['RecorderOccupied', -2, '录音设备被占用'],
  ['LeftWhileJoining', -3, '呼叫时已退出'],
  ['Internal', -30000, '微信内部错误', '', 4],
  ['Timeout', null, '等待超时', '', 5],
  ['System', -1000, '系统错误', '', 1000, 1003],
  ['InvalidOptions', null, '通话参数有误', '', 101, 110, 1001],
  ['Network', null, '网络异常', '', 108, 109],
  ['InvalidOpenid', null, 'openid无效', '', 1004],
  ['Interrupted', null, '通话被中断'],
  ['App', null, '呼叫未完成'],
  ['Other', null, '微信返回了未知错误']
];
// end of generated
var FLAGS = ['busy', 'reachable', 'connected'];
var TAP = 0, RECEIVE = 1, HANG_UP = 2, DISMISS = 3, CANCEL = 4, LEAVE = 5;
// Fewer than two members (0), two or more (1), and so on.
var ENDED = 2, INTERRUPTED = 3, UNREACHABLE = 4;
var ENABLE = 'setEnable1v1Chat', JOIN = 'join1v1Chat', EXIT = 'exitVoIPChat';
var TIMEOUT = numberOf('Timeout');

var isArray = Array.isArray;

var REBUILD = ' are of different builds: run cargo voip build again';
/** What a page shows that its module gave up, did not load, or that is of another build than its module. */
var STOPPED = '页面出错了，请重试', NOT_LOADED = '页面加载失败，请点击重试', MISMATCH = '页面与程序版本不一致，请重新构建';
/** The maximum length of a message of the host. */
var MAX_MESSAGE = 2000;
/** How long to wait until a room is left, and until a module is loaded, in milliseconds. */
var EXIT_LIMIT = 5000, LOAD_LIMIT = 20000;
/** The maximum depth of a result. Deeper values become null, since the result may be cyclic. */
var MAX_DEPTH = 32;
/** The maximum size of a result, in bytes. */
var MAX_BYTES = 4000000;

// --- Text ---

// `escape` and `unescape` stand for one byte by one character. Every engine has them, and allows this many arguments.

/**
 * Decodes UTF-8.
 * @param {Uint8Array} bytes @param {number} at @param {number} end
 */
function decode(bytes, at, end) {
  for (var text = ''; at < end; at += 4000) {
    /** @type {any} */
    var part = bytes.subarray(at, Math.min(end, at + 4000));
    text += String.fromCharCode.apply(null, part);
  }
  return /[\x80-\xff]/.test(text) ? decodeURIComponent(escape(text)) : text;
}

/**
 * Encodes UTF-8. Half a surrogate pair becomes U+FFFD.
 * @param {string} text @param {number[]} bytes the output is appended to this
 */
function encode(text, bytes) {
  text = unescape(encodeURIComponent(text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, function (found) {
    return found.length > 1 ? found : '\ufffd';
  })));
  for (var i = 0; i < text.length; i++) bytes.push(text.charCodeAt(i));
  return bytes;
}

/**
 * The icon of a toast of the page. With an icon, the host cuts off a text after seven characters.
 * @param {string} title
 */
function toastIcon(title) {
  return title.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ' ').length > 7 ? 'none' : 'error';
}

// --- Results, as `wx/glue/requests.rs` reads them ---

/** @param {number} length @param {number[]} bytes @param {number} at */
function putLength(length, bytes, at) {
  for (var i = 0; i < 4; i++) bytes[at + i] = length >> 8 * i & 0xff;
}

/** @param {string} text @param {number[]} bytes */
function putText(text, bytes) {
  var at = bytes.push(0, 0, 0, 0);
  encode(text, bytes);
  putLength(bytes.length - at, bytes, at - 4);
}

var double = new Float64Array(1), itsBytes = new Uint8Array(double.buffer);

/** @param {any} value @param {number[]} bytes the output is appended to this @param {number} depth */
function put(value, bytes, depth) {
  var i, at, names;
  if (bytes.length > MAX_BYTES) throw new Error('the result is too large');
  if (value === false) {
    bytes.push(1);
  } else if (value === true) {
    bytes.push(2);
  } else if (typeof value === 'number') {
    bytes.push(3);
    double[0] = value;
    for (i = 0; i < 8; i++) bytes.push(itsBytes[i]);
  } else if (typeof value === 'string') {
    bytes.push(4);
    putText(value, bytes);
  } else if (isArray(value) && depth < MAX_DEPTH) {
    at = bytes.push(5, 0, 0, 0, 0);
    putLength(value.length, bytes, at - 4);
    for (i = 0; i < value.length; i++) put(value[i], bytes, depth + 1);
  } else if (value && typeof value === 'object' && depth < MAX_DEPTH) {
    at = bytes.push(6, 0, 0, 0, 0);
    names = Object.keys(value);
    putLength(names.length, bytes, at - 4);
    for (i = 0; i < names.length; i++) {
      putText(names[i], bytes);
      put(value[names[i]], bytes, depth + 1);
    }
  } else {
    bytes.push(0);
  }
  return bytes;
}

// --- Failures: hosts report them in different forms ---

/** @param {string} name */
function numberOf(name) {
  for (var i = 0; CAUSES[i][0] !== name; i++);
  return i + 1;
}

/**
 * A text or a number as text. What has another type counts as missing.
 * @param {any} value
 */
function textOf(value) {
  return /string|number/.test(typeof value) ? value + '' : '';
}

/**
 * A number of an error, or 0. It may be a text, or be given in place of the error. Reading it may throw.
 * @param {any} error @param {string} name
 */
function codeOf(error, name) {
  try {
    var code = textOf(typeof error === 'object' ? error[name] : name === 'errCode' && error);
    return +code === (parseFloat(code) | 0) ? +code : 0;
  } catch (_) {
    return 0;
  }
}

/** Whether a number says more than that something failed. @param {any} number */
function isSpecific(number) { return !/^(0|4|5|-?1000|1003)$/.test(number); }

/**
 * The number of the cause: `Cause::classify` of voip-runtime says how it is found.
 * @param {string} what the host call @param {any} scope @param {any} message @param {number} code @param {number} errno
 */
function causeOf(what, scope, message, code, errno) {
  var isCall = isStep(what) && what !== 'authorize', name = 'Other', text = scope || message;
  var specific = [errno, code].filter(isSpecific);
  /** With the space, a message is not equal to a text of the table. @type {any[]} */
  var words = [message + ' '];
  words.concat(specific[0] ? specific : [errno, code]).some(function (said) {
    return said && CAUSES.some(function (row) {
      name = row[0];
      return row.indexOf(said, isCall ? 1 : 4) > 0 || row[3] && new RegExp(row[3].replace(/ /g, '\\s+'), 'i').test(said);
    });
  });
  if (!isStep(what) && (name === 'NotOpen' || /system\s+permission/i.test(message))) name = 'Other';
  if (name === 'WechatNoRecord' && /camera/i.test(text) && !/record|microphone/i.test(text)) name = 'WechatNoCamera';
  return numberOf(name);
}

/**
 * The message of an error. Reading it may throw.
 * @param {any} error
 */
function messageOf(error) {
  try {
    return typeof error === 'object' ? textOf(error.errMsg) || textOf(error.message) : textOf(error);
  } catch (_) {
    return '';
  }
}

function nothing() {}

/**
 * A member of what the host gives, or undefined if reading it throws.
 * @param {any} value @param {string} name
 */
function member(value, name) {
  try {
    return value[name];
  } catch (_) {
    return undefined;
  }
}

/**
 * The message of an error, at most `MAX_MESSAGE` long and without half a character at its end.
 * @param {any} error
 */
function cut(error) {
  return messageOf(error).slice(0, MAX_MESSAGE).replace(/[\ud800-\udbff]$/, '');
}

/** @param {string} name */
function isStep(name) {
  return name === 'authorize' || name === ENABLE || name === JOIN;
}

/**
 * Whether the result of a step says that it has failed.
 * @param {any} result
 */
function isFailure(result) {
  return codeOf(result, 'errCode') !== 0 || codeOf(result, 'errno') !== 0 || /:fail/i.test(messageOf(result));
}

/** @param {any} text */
function log(text) {
  try {
    console.error(text);
  } catch (_) {
    // There is no other place for it.
  }
}

/** @param {string} what @param {number} cause @param {number} code @param {string} message */
function logFailure(what, cause, code, message) {
  log('voip: ' + what + ': ' + CAUSES[cause - 1][0] + (code ? ' (' + code + ')' : '') + (message ? ': ' + message : ''));
}

// --- What pages show ---

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

/** @param {any} component @param {any} next @param {any[]} events @param {boolean} left */
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

// --- The host, and what the pages of its app share ---

/**
 * Calls the host. It may not have the function, it may throw, and it may return a promise although it has callbacks; a
 * rejected promise must not be reported as unhandled. `canIUse` is not asked: it says no of functions that work.
 * @param {any} host @param {string} what @param {any} argument @param {(error: any) => void} failed
 */
function ask(host, what, argument, failed) {
  try {
    if (typeof host[what] !== 'function') throw what + ':fail not supported';
    var promise = host[what](argument);
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
 * What the pages of this host share: their modules, whether calls are enabled, and the room. There is one room: `holder` is
 * the call that joined it last, and `joins` are the calls that are joining it. A call is the number of a page in its module,
 * and of the reply of its join.
 * @param {any} host
 */
function appOf(host) {
  for (var i = 0; i < apps.length; i++) if (apps[i].host === host) return apps[i];
  /** @type {any} */
  var app = {
    host: host, modules: [], enabled: false, holder: null, joins: [], listens: false,
    /** @param {any} event */
    members: function (event) {
      var list = member(event, 'openIdList');
      if (isArray(list)) notify(app, list.length > 1 ? 1 : 0, event);
    },
    /** @param {any} error */
    interrupted: function (error) {
      if (app.holder) {
        logFailure('onVoIPChatInterrupted', numberOf('Interrupted'), codeOf(error, 'errCode'), cut(error));
      }
      notify(app, INTERRUPTED, error);
    }
  };
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

/** Tells every page whether calls are enabled. @param {any} app */
function tell(app) {
  app.modules.forEach(
    /** @param {any} module */
    function (module) { module.tell(); }
  );
}

/** Listens to the events of the room while they are for somebody. @param {any} app */
function listen(app) {
  var listens = !!app.holder || app.joins.length > 0, way = listens ? 'on' : 'off';
  if (app.listens === listens) return;
  app.listens = listens;
  ask(app.host, way + 'VoIPChatMembersChanged', app.members, nothing);
  ask(app.host, way + 'VoIPChatInterrupted', app.interrupted, nothing);
}

// --- A module ---

/**
 * The module with this path. It is loaded for its first page.
 * @param {string} path @param {any} app
 */
function moduleOf(path, app) {
  for (var i = 0; i < app.modules.length; i++) if (app.modules[i].path === path) return app.modules[i];
  var module = start(path, app);
  app.modules.push(module);
  return module;
}

/** @param {string} path @param {any} app */
function start(path, app) {
  /** The exports of the module, once it runs. @type {any} */
  var wasm = null;
  /** What its pages show when the module did not start or has trapped. Then it is never called again. */
  var dead = '';
  /** The location of a panic. */
  var panic = '';
  /** Actions to run when the module has started. @type {(() => void)[]} */
  var waiting = [];
  /** @type {{[number: string]: Page}} */
  var pages = {};
  /** The last result of `now`. */
  var clock = 0;
  var memory = new Uint8Array(0);
  /** Constant texts, by their address. @type {{[at: string]: {length: number, text: string}}} */
  var fixed = {};

  // The value that the module builds: the current object or list, the ones that contain it, and the name of the next value.
  /** @type {any} */
  var built;
  /** @type {any} */
  var open = null;
  /** @type {any[]} */
  var around = [];
  var name = '';

  /** @param {any} value */
  function add(value) {
    if (open === null) built = value;
    else if (isArray(open)) open.push(value);
    else open[name] = value;
  }

  /** @param {any} value */
  function enclose(value) {
    add(value);
    around.push(open);
    open = value;
  }

  /** Reads a text of the module. @param {number} at @param {number} length negative for a constant text */
  function read(at, length) {
    // When the memory grows, its buffer is replaced, and the old one is empty.
    if (memory.length === 0) memory = new Uint8Array(wasm.memory.buffer);
    if (length >= 0) return decode(memory, at, at + length);
    var known = fixed[at];
    length &= 0x7fffffff;
    if (!known || known.length !== length) {
      known = fixed[at] = { length: length, text: decode(memory, at, at + length) };
    }
    return known.text;
  }

  /** Writes what the next call of the module reads. @param {number[]} bytes */
  function write(bytes) {
    var at = wasm.voip_buffer(bytes.length);
    if (memory.length === 0) memory = new Uint8Array(wasm.memory.buffer);
    memory.set(bytes, at);
  }

  /**
   * Calls the module for an open page, or for none (0). If the module traps, it is given up.
   * @param {number} number @param {() => any} call
   */
  function enter(number, call) {
    var result;
    if (dead || number !== 0 && !pages[number]) return result;
    depth++;
    try {
      result = call();
    } catch (error) {
      giveUp(error);
    }
    depth--;
    if (depth === 0) {
      show();
      // record: print(ended);
      left.splice(0).forEach(function (page) { if (page.module) page.module.close(page); });
    }
    return result;
  }

  /** The module did not start or has trapped: its pages enter Failed. @param {any} error @param {string} [sentence] */
  function giveUp(error, sentence) {
    if (dead) return;
    dead = sentence || STOPPED;
    app.modules.splice(app.modules.indexOf(self), 1);
    log('voip: ' + path + ': ' + (panic || messageOf(error)));
    if (app.holder && app.holder.module === self) {
      app.holder = null;
      perform(EXIT, {}, 0, 0);
      listen(app);
    }
    for (var number in pages) {
      // record: print(pages[number]);
      abandon(pages[number], self, dead);
    }
    waiting.splice(0).forEach(function (action) { action(); });
  }

  // --- Host calls ---

  /**
   * Passes the answer of a host call to its page and reply. The host call of a handler has no page (0), and only its result
   * is passed. The answer of a host call without a reply (0) is ignored.
   * @param {number} number @param {number} reply @param {any} result
   */
  function succeed(number, reply, result) {
    /** @type {number[]} */
    var bytes = [];
    if (reply === 0) return;
    try {
      if (number === 0) put(result, bytes, 0);
    } catch (error) {
      // A result that throws when it is read is a failure.
      return fail(number, reply, '', 0, error);
    }
    // record: if (!dead) recordAnswer(pages[number], reply, result, 0, 0, '');
    enter(number, function () {
      if (number === 0) write(bytes);
      wasm.voip_succeed(number, reply);
    });
    settled(number);
  }

  /** @param {number} number @param {number} reply @param {string} what @param {any} scope @param {any} error */
  function fail(number, reply, what, scope, error) {
    if (reply === 0) return;
    var page = pages[number], message = cut(error), code = codeOf(error, 'errCode'), errno = codeOf(error, 'errno');
    var cause = causeOf(what, scope, messageOf(error), code, errno);
    code = isSpecific(code) ? code : isSpecific(errno) ? errno : code || errno;
    if (page && page.module === self && page.reply === reply && !page.left) logFailure(what, cause, code, message);
    // record: if (!dead) recordAnswer(page, reply, error, cause, code, message);
    enter(number, function () {
      write(encode(message, []));
      wasm.voip_fail(number, reply, cause, code);
    });
    settled(number);
  }

  /** A host call of the page was answered. @param {number} number */
  function settled(number) {
    var page = pages[number];
    if (dead || !page) return;
    page.awaited--;
    self.close(page);
  }

  /** Whether the room is this page's. @param {number} number */
  function holds(number) {
    return app.holder && app.holder.module === self && app.holder.page === number;
  }

  /** The page gives the room back. @param {number} number */
  function release(number) {
    if (holds(number)) app.holder = null;
    listen(app);
  }

  /**
   * Makes a host call. Only its first answer counts.
   * @param {string} what @param {any} options @param {number} number @param {number} reply
   */
  function perform(what, options, number, reply) {
    var page = pages[number], room = app.holder, scope = options.scope, enable = options.enable;
    /** The call, if this is its join. @type {any} */
    var call = null;
    if (page && reply !== 0) page.awaited++;
    if (page && what === 'showToast') options.icon = toastIcon(options.title);
    if (page && isStep(what)) {
      page.step = what;
      page.reply = reply;
    }
    if (page && what === JOIN) {
      app.joins.push(call = { module: self, page: number, reply: reply });
      listen(app);
    }
    if (what === EXIT && reply === 0) {
      // The call of another page goes on.
      if (room && !holds(number)) return;
      release(number);
    }

    var answer = once(function (refused, result) {
      var failed = refused || isStep(what) && isFailure(result);
      function pass() {
        if (failed) fail(number, reply, what, scope, result);
        else succeed(number, reply, result);
        listen(app);
      }
      if (call) {
        app.joins.splice(app.joins.indexOf(call), 1);
        // A late join of the page that is in a newer call changes nothing.
        if (!failed && !dead) {
          if (!holds(number) || app.holder.reply < reply) hold(app, call);
        } else if (!refused && !app.holder && !app.joins.length) {
          // The other phone may ring, but nobody is in the room. It is left before the page can join again.
          var next = once(pass);
          setTimeout(next, EXIT_LIMIT);
          return ask(app.host, EXIT, { success: next, fail: next }, next);
        }
      }
      if (what === EXIT && reply !== 0 && !failed && room === app.holder) hold(app, null);
      var changes = what === ENABLE && !failed && app.enabled !== enable;
      if (changes) app.enabled = enable;
      pass();
      // The page may wait no longer for this answer, but it counts.
      if (changes) tell(app);
    });
    /** @param {any} result */
    options.success = function (result) { answer(false, result); };
    /** @param {any} error */
    options.fail = function (error) { answer(true, error); };
    ask(app.host, what, options, options.fail);
  }

  /**
   * The host opens the settings page only in response to a tap, so a modal asks first.
   * @param {number} number @param {number} reply
   */
  function settings(number, reply) {
    pages[number].awaited++;
    var done = once(function (answer) { succeed(number, reply, answer); });
    ask(app.host, 'showModal', {
      title: '需要授权',
      content: '请在设置中打开所需的权限',
      confirmText: '去设置',
      /** @param {any} answer */
      success: function (answer) {
        if (member(answer, 'confirm')) ask(app.host, 'openSetting', { success: done, fail: done }, done);
        else done(answer);
      },
      fail: done
    }, done);
  }

  // --- What the module calls ---

  /** Stops a module that was given up during a host call. */
  function stopIfDead() {
    if (dead) throw new Error('the module has stopped');
  }

  var imports = {
    object: function () { enclose({}); },
    list: function () { enclose([]); },
    end: function () { open = around.pop(); },
    /** @param {number} at @param {number} length */
    key: function (at, length) { name = read(at, length); },
    /** @param {number} at @param {number} length */
    text: function (at, length) { add(read(at, length)); },
    number: add,
    /** @param {number} truth */
    truth: function (truth) { add(truth > 1 ? null : truth === 1); },

    /** @param {number} number @param {number} reply @param {number} at @param {number} length */
    call: function (number, reply, at, length) {
      // record: recordCall(pages[number], reply, read(at, length), built);
      perform(read(at, length), built, number, reply);
      stopIfDead();
    },
    /** @param {number} number @param {number} reply */
    settings: function (number, reply) {
      // record: recordCall(pages[number], reply, 'openSetting', null);
      settings(number, reply);
      stopIfDead();
    },
    /** @param {number} number @param {number} reply @param {number} milliseconds */
    sleep: function (number, reply, milliseconds) {
      var page = pages[number], timers = page ? page.timers : {};
      if (page && page.left) return;
      // record: recordSleep(page, reply, milliseconds);
      timers[reply] = setTimeout(function () {
        delete timers[reply];
        // A timer does not count as `awaited` until it fires: leaving the page cancels it.
        if (page) page.awaited++;
        succeed(number, reply, null);
      }, Math.min(milliseconds, 0x7fffffff));
    },
    now: function () { return (clock = Math.max(clock, Date.now())); },
    /**
     * @param {number} number @param {number} from @param {number} to @param {number} cause @param {number} code
     * @param {number} at @param {number} length
     */
    change: function (number, from, to, cause, code, at, length) {
      var page = pages[number], known = cause === 0 ? ['', 0] : CAUSES[cause - 1];
      if (STATES[from] === 'InCall') release(number);
      if (!page) return;
      if (cause === TIMEOUT) logFailure(page.step, cause, 0, '');
      page.reply = 0;
      page.events.push({
        from: STATES[from], to: STATES[to], cause: known[0], code: known[1] || code, message: read(at, length)
      });
      // record: recordChange(page, from, to, cause, code, read(at, length));
      set(page, 'state', STATES[to]);
    },
    /** @param {number} number @param {number} flag @param {number} on */
    flag: function (number, flag, on) {
      if (pages[number]) set(pages[number], FLAGS[flag], on === 1);
    },
    /** @param {number} number @param {number} cause @param {number} at @param {number} length */
    error: function (number, cause, at, length) {
      var page = pages[number];
      if (!page) return;
      // A page that is being made reachable does not change its state.
      if (cause === TIMEOUT && stateOf(page) === STATES[0]) logFailure(page.step, cause, 0, '');
      set(page, 'error', length > 0 ? read(at, length) : cause === 0 ? '' : CAUSES[cause - 1][2]);
    },
    /** @param {number} number @param {number} index */
    field: function (number, index) {
      var page = pages[number];
      if (!page) return;
      // record: recordField(page, index, built, false);
      page.known[index] = built === null ? '' : built;
      set(page, page.declaration.fields[index][0], page.known[index]);
    },

    /** @param {number} file @param {number} length @param {number} line */
    panic: function (file, length, line) { panic = 'panicked at ' + read(file, length) + ':' + line; }
  };

  // --- What pages call ---

  var self = {
    path: path,

    /** Runs the action when the module has started. @param {Page} page @param {() => void} action */
    ready: function (page, action) {
      if (dead) abandon(page, self, dead);
      else if (wasm) action();
      else waiting.push(function () { self.ready(page, action); });
    },
    /** @param {Page} page */
    open: function (page) {
      var route = page.declaration.route, open = wasm['open ' + route + ' ' + page.declaration.fingerprint];
      if (!open) {
        log('voip: ' + route + ': its index.js and ' + path + REBUILD);
        return abandon(page, self, MISMATCH);
      }
      page.number = enter(0, open) || 0;
      if (!page.number) return abandon(page, self, dead);
      pages[page.number] = page;
      // record: recordOpen(page);
      if (app.enabled) self.tell();
    },
    /** Tells its pages whether calls are enabled. */
    tell: function () {
      for (var number in pages) self.event(pages[number].number, 0, app.enabled ? UNREACHABLE + 1 : UNREACHABLE);
    },
    /** @param {number} number @param {number} reply @param {number} event @param {any} [error] */
    event: function (number, reply, event, error) {
      // record: if (!dead) recordEvent(pages[number], reply, event, error);
      var bytes = encode(cut(error), []);
      enter(number, function () {
        write(bytes);
        wasm.voip_event(number, reply, event);
      });
    },
    /**
     * Sets a field. Returns its title if it cannot hold the value, or else an empty text.
     * @param {Page} page @param {number} index @param {any} value
     */
    input: function (page, index, value) {
      var kind = typeof value === 'number' ? 1 : typeof value === 'boolean' ? 2 : 0;
      var text = kind === 0 ? encode(String(value), []) : [];
      return enter(page.number, function () {
        if (kind === 0) write(text);
        return wasm.voip_input(page.number, index, kind, kind === 0 ? 0 : Number(value)) === 0 ? built : '';
      });
    },
    /** @param {Page} page @param {number} act */
    act: function (page, act) {
      // record: record(page, { input: ACTS[act] });
      enter(page.number, function () { wasm.voip_act(page.number, act); });
    },
    /** @param {Page} page */
    leave: function (page) {
      stopTimers(page);
      self.act(page, LEAVE);
      release(page.number);
      // record: print(page);
      self.close(page);
    },
    /**
     * Closes a page that was left, when all its host calls are answered and all calls into modules have returned. The module
     * frees it, and may use its number for another page.
     * @param {Page} page
     */
    close: function (page) {
      var number = page.number;
      if (dead || number === 0 || !page.left || page.awaited > 0) return;
      if (depth > 0) {
        left.push(page);
        return;
      }
      release(number);
      delete pages[number];
      page.number = 0;
      enter(0, function () { wasm.voip_close(number); });
    }
  };

  // `WXWebAssembly` returns the instance, or an object that contains it. On iOS it fails now and then.
  function load() {
    return new Promise(function (resolve, reject) {
      setTimeout(function () { reject('loading takes too long'); }, LOAD_LIMIT);
      Promise.resolve().then(function () {
        return WXWebAssembly.instantiate(path, { voip: imports });
      }).then(resolve, reject);
    }).then(
      /** @param {any} result */
      function (result) { return (result.instance || result).exports; }
    );
  }

  load().then(null, load).then(
    /** @param {any} functions */
    function (functions) {
      if (functions.voip_abi() !== ABI) return giveUp('it and voip.js' + REBUILD, MISMATCH);
      wasm = functions;
      waiting.splice(0).forEach(function (action) { action(); });
    },
    /** @param {any} error */
    function (error) { giveUp(error, NOT_LOADED); }
  ).then(nothing, giveUp);
  return self;
}

// --- A page ---

/**
 * Runs the action when the page is open; opens it if necessary.
 * @param {Page} page @param {() => void} action
 */
function ready(page, action) {
  if (!page || page.left) return;
  var module = page.module = page.module || moduleOf(page.declaration.module, page.app);
  module.ready(page, function () {
    // Since then the module may have been given up, and the page opened in a new one.
    if (page.left || page.module !== module) return;
    if (!page.number) {
      module.open(page);
      if (!page.number) return;
      page.known = page.declaration.fields.map(function (field) { return field[1]; });
      set(page, 'state', STATES[0]);
      set(page, 'error', '');
      page.known.forEach(function (_, index) { push(page, index); });
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
  for (var reply in page.timers) clearTimeout(page.timers[reply]);
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
  FLAGS.forEach(function (flag) { set(page, flag, false); });
  set(page, 'error', sentence);
  set(page, 'state', 'Failed');
  depth--;
  if (depth === 0) show();
}

/** Passes the value of a field to the module. @param {Page} page @param {number} index */
function push(page, index) {
  var field = page.declaration.fields[index], key = field[0], value = page.component.data[key];
  // A parent may set anything: nothing, or an object, stands for the initial value.
  if (!/^[bns]/.test(typeof value)) set(page, key, value = field[1]);
  if (field[2] === 1) set(page, key, value = trimmed(String(value)));
  if (page.left || !page.number) return;
  var before = page.known[index], queried = page.queried[index];
  page.queried[index] = undefined;
  if (before === value) return;
  page.known[index] = value;
  // The module reads the text of the address itself, as it does where there is no glue.
  /** @type {any} */
  var given = typeof value === 'string' || queried === undefined ? value : queried;
  var title = page.module.input(page, index, given);
  // The field may be a text.
  if (title && typeof given === 'number' && isFinite(given)) title = page.module.input(page, index, given = value + '');
  // record: if (title === '') recordField(page, index, given, true);
  // The user did not type this value: it comes from the address, or it is the NaN that the host makes of such a value.
  if (title && (queried !== undefined || value !== value)) {
    page.known[index] = before;
    set(page, key, before);
  } else if (title) {
    page.invalid[key] = '请正确填写' + title;
    set(page, 'error', page.invalid[key]);
  } else if (page.invalid[key]) {
    if (page.component.data.error === page.invalid[key]) set(page, 'error', '');
    delete page.invalid[key];
  }
}

/** @param {number} act */
function handler(act) {
  /** @this {any} */
  return function () {
    var page = this.voip;
    ready(page, function () {
      var invalid = Object.keys(page.invalid)[0];
      if (act === TAP && invalid) set(page, 'error', page.invalid[invalid]);
      else page.module.act(page, act);
    });
  };
}

/**
 * An openid without the white space and the invisible characters around it, as in `field.rs`.
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
    return String(text);
  }
}

/**
 * The text of a parameter of a page's address, or else of its `scene`, as `session/address.rs` finds it.
 * @param {any} query @param {string} name
 */
function fromAddress(query, name) {
  /** @type {any} */
  var text;
  if (Object.prototype.hasOwnProperty.call(query, name)) return decoded(query[name]);
  decoded(query.scene).split('&').forEach(
    /** @param {string} pair */
    function (pair) {
      if (pair.indexOf(name + '=') === 0) text = decoded(pair.slice(name.length + 1));
    }
  );
  return text;
}

/**
 * Returns the options of a `Component` for this page. Its data are its fields, `state`, `busy`, `reachable`, `connected`
 * and `error`; its event handlers are `handleCall`, `handleCancel`, `handleHangUp`, `handleDismiss`, `handleReceive` and
 * `handleChange…` for each field. It can also be used inside another page: its fields are its properties, and it triggers the events `change`
 * {from, to, cause, code, message} and `fail` {cause, code, message, sentence}.
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
    data: { state: STATES[0], busy: false, reachable: false, connected: false, error: '' },
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
