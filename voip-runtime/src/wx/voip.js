// The glue between a page's wasm module and the host: it makes the host calls of the module and passes the answers to it.
// The other side is `wx/glue/imports.rs` and `wx/module/exports.rs` of voip-runtime; each function here has its counterpart
// there.
//
// ES5 and CommonJS, without anything that app-service JavaScript does not have: no TextDecoder, no BigInt, no fetch.
//
// Read it from the end. `exports.page` returns the options of a component, which passes the inputs of the user to `ready`
// and `push`, and these to the page's module. `start` loads a module: the functions that the module calls (`imports`), host
// calls and their answers (`perform`, `succeed`, `fail`), and `enter`, through which all calls into the module go. `show`
// shows what a module has changed. Before that come the tables that the module has too, and the functions that convert
// text, results and failures.
'use strict';

/**
 * The declaration of a page: its route, the path of its module in the package, and its fields. A field is its name, its
 * initial value and, for a picker, its options.
 * @typedef {{route: string, module: string, fields: any[][]}} Declaration
 */

/**
 * An open page. `number` is its address in the module (0: it is not open there), `awaited` the number of host calls that
 * are not answered, `known` the values of its fields that the module has, `queried` the values that its query set, and
 * `invalid` the messages of fields that cannot hold their value. `next` holds data and `events` holds changes of state that
 * are not shown yet.
 * @typedef {{
 *   component: any, declaration: Declaration, host: any, module: any, number: number, awaited: number, timer: any,
 *   left: boolean, known: any[], queried: any[], invalid: {[field: string]: string}, next: any, events: any[]
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
  ['PrivacyUndeclared', null, '隐私保护指引未声明麦克风或摄像头', 'privacy agreement|announce your privacy', 112, 1025, 1026],
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
  ['Internal', -30000, '微信内部错误', null, 4],
  ['Timeout', null, '等待超时', null, 5],
  ['System', -1000, '系统错误', null, 1000, 1003],
  ['InvalidOptions', null, '通话参数有误', null, 101, 110, 1001],
  ['Network', null, '网络异常', null, 108, 109],
  ['InvalidOpenid', null, 'openid无效', null, 1004],
  ['Interrupted', null, '通话被中断'],
  ['App', null, '呼叫未完成'],
  ['Other', null, '微信返回了未知错误']
];
// end of generated
var FLAGS = ['busy', 'reachable', 'connected'];
var TAP = 0, RECEIVE = 1, HANG_UP = 2, DISMISS = 3, LEAVE = 4;
var CONNECTED = 0, ENDED = 1, INTERRUPTED = 2;

// A local variable is faster than a global one.
var fromUnits = String.fromCharCode;
var isArray = Array.isArray;

var REBUILD = ': run cargo voip build again';
/** The maximum depth of a result. Deeper values become null, since the result may be cyclic. */
var MAX_DEPTH = 32;
/** The maximum size of a result, in bytes. */
var MAX_BYTES = 4000000;

// --- Text ---

/**
 * Decodes UTF-8. Invalid bytes become U+FFFD.
 * @param {Uint8Array} bytes @param {number} at @param {number} end
 */
function decode(bytes, at, end) {
  /** @type {number[]} */
  var units = [];
  var text = '';
  while (at < end) {
    var point = bytes[at++];
    if (point >= 0x80) {
      var more = point < 0xc2 ? -1 : point < 0xe0 ? 1 : point < 0xf0 ? 2 : point < 0xf5 ? 3 : -1;
      if (more > 0) point &= 0x3f >> more;
      for (var left = more; left > 0; left--) {
        if (at >= end || (bytes[at] & 0xc0) !== 0x80) { more = -1; break; }
        point = (point << 6) | (bytes[at++] & 0x3f);
      }
      var short = more === 2 && point < 0x800 || more === 3 && (point < 0x10000 || point > 0x10ffff);
      if (more < 0 || short || (point & ~0x7ff) === 0xd800) point = 0xfffd;
      if (point > 0xffff) {
        units.push(0xd800 + ((point - 0x10000) >> 10));
        point = 0xdc00 + (point & 0x3ff);
      }
    }
    // Every engine allows this many arguments.
    if (units.push(point) > 4000) text += fromUnits.apply(null, units.splice(0));
  }
  return text + fromUnits.apply(null, units);
}

/**
 * Encodes UTF-8. Half a surrogate pair becomes U+FFFD.
 * @param {string} text @param {number[]} bytes the output is appended to this
 */
function encode(text, bytes) {
  for (var i = 0; i < text.length; i++) {
    var point = text.charCodeAt(i), low = text.charCodeAt(i + 1);
    if (point < 0x80) { bytes.push(point); continue; }
    if ((point & 0xfc00) === 0xd800 && (low & 0xfc00) === 0xdc00) {
      point = 0x10000 + ((point & 0x3ff) << 10) + (low & 0x3ff);
      i++;
    } else if ((point & 0xf800) === 0xd800) {
      point = 0xfffd;
    }
    if (point < 0x800) {
      bytes.push(0xc0 | point >> 6, 0x80 | point & 0x3f);
    } else if (point < 0x10000) {
      bytes.push(0xe0 | point >> 12, 0x80 | point >> 6 & 0x3f, 0x80 | point & 0x3f);
    } else {
      bytes.push(0xf0 | point >> 18, 0x80 | point >> 12 & 0x3f, 0x80 | point >> 6 & 0x3f, 0x80 | point & 0x3f);
    }
  }
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
 * A number of an error, or 0. It may be a text, or be given in place of the error. Reading it may throw.
 * @param {any} error @param {string} name
 */
function codeOf(error, name) {
  try {
    var code = typeof error === 'object' ? error[name] : name === 'errCode' ? error : 0;
    return +code === (code | 0) ? +code : 0;
  } catch (_) {
    return 0;
  }
}

/**
 * The number of the cause: `Cause::classify` of voip-runtime says how it is found.
 * @param {string} what the host call @param {any} scope @param {any} message @param {number} code @param {number} errno
 */
function causeOf(what, scope, message, code, errno) {
  var isCall = /1v1Chat$/.test(what), name = 'Other', text = scope || message;
  /** @param {any} number */
  function isSpecific(number) { return !/^(0|4|5|-?1000|1003)$/.test(number); }
  var specific = [errno, code].filter(isSpecific);
  [message].concat(specific[0] ? specific : [errno, code]).some(function (said) {
    return CAUSES.some(function (row) {
      name = row[0];
      return row.indexOf(said, isCall ? 1 : 4) > 0 || row[3] && new RegExp(row[3].replace(/ /g, '\\s+'), 'i').test(said);
    });
  });
  if (!isCall && what !== 'authorize' && /NotOpen|system permission/i.test(name + message)) name = 'Other';
  if (name === 'WechatNoRecord' && /camera/i.test(text) && !/record|microphone/i.test(text)) name = 'WechatNoCamera';
  return numberOf(name);
}

/**
 * The message of an error. Reading it may throw.
 * @param {any} error
 */
function messageOf(error) {
  try {
    var message = typeof error === 'object' ? error.errMsg || error.message : error;
    return message === undefined || message === null ? '' : String(message);
  } catch (_) {
    return '';
  }
}

function nothing() {}

// --- What pages show ---

/** Pages with changes that are not shown yet. @type {Page[]} */
var changed = [];
/** How many calls into modules have not returned. Changes are shown when all have returned. */
var depth = 0;
/** Pages that were left during a call into a module. @type {Page[]} */
var left = [];

/** @param {Page} page @param {string} key @param {any} value */
function set(page, key, value) {
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
      console.error(error);
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

// --- A module ---

/** The modules that are running or being loaded. @type {any[]} */
var modules = [];

/**
 * The module with this path on this host. It is loaded for its first page.
 * @param {string} path @param {any} host
 */
function moduleOf(path, host) {
  for (var i = 0; i < modules.length; i++) {
    if (modules[i].path === path && modules[i].host === host) return modules[i];
  }
  var module = start(path, host);
  modules.push(module);
  return module;
}

/** @param {string} path @param {any} host */
function start(path, host) {
  /** The exports of the module, once it runs. @type {any} */
  var wasm = null;
  /** Whether the module did not start or has trapped. Then it is never called again. */
  var dead = false;
  /** The location of a panic. */
  var panic = '';
  /** Actions to run when the module has started. @type {(() => void)[]} */
  var waiting = [];
  /** @type {{[number: string]: Page}} */
  var pages = {};
  /** The listeners of the joined call's events. @type {any} */
  var listener = null;
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
      left.splice(0).forEach(function (page) { if (page.module) page.module.close(page); });
    }
    return result;
  }

  /** The module did not start or has trapped: its pages enter Failed. @param {any} error */
  function giveUp(error) {
    if (dead) return;
    dead = true;
    modules = modules.filter(function (module) { return module !== self; });
    console.error('voip: ' + path + ': ' + (panic || messageOf(error) || error));
    unwatch();
    for (var number in pages) {
      clearTimeout(pages[number].timer);
      if (stateOf(pages[number]) === 'InCall') perform('exitVoIPChat', {}, 0, 0);
      abandon(pages[number], self);
    }
    waiting.splice(0).forEach(function (action) { action(); });
  }

  // --- Host calls ---

  /**
   * Calls the host. It may not have the function, it may throw, and it may return a promise although it has callbacks; a
   * rejected promise must not be reported as unhandled.
   * @param {string} what @param {any} argument @param {(error: any) => void} failed
   */
  function ask(what, argument, failed) {
    try {
      var promise = host[what](argument);
      if (promise && typeof promise.then === 'function') promise.then(nothing, nothing);
    } catch (error) {
      failed(error);
    }
  }

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
      return fail(number, reply, error, '', {});
    }
    enter(number, function () {
      if (number === 0) write(bytes);
      wasm.voip_succeed(number, reply);
    });
    settled(number);
  }

  /** @param {string} what */
  function lacks(what) {
    if (typeof host[what] !== 'function') return true;
    try {
      return host.canIUse(what) === false;
    } catch (_) {
      // If the host does not have `canIUse`, assume that it has the function.
      return false;
    }
  }

  /** @param {number} number @param {number} reply @param {any} error @param {string} what @param {any} options */
  function fail(number, reply, error, what, options) {
    if (reply === 0) return;
    var message = messageOf(error), code = codeOf(error, 'errCode'), errno = codeOf(error, 'errno');
    enter(number, function () {
      write(encode(message, []));
      wasm.voip_fail(number, reply, causeOf(what, options.scope, message, code, errno), code || errno);
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

  /**
   * Makes a host call. Only its first answer counts.
   * @param {string} what @param {any} options @param {number} number @param {number} reply
   */
  function perform(what, options, number, reply) {
    var answered = false;
    if (what === 'showToast' && number !== 0) options.icon = toastIcon(options.title);
    if (reply !== 0 && pages[number]) pages[number].awaited++;
    if (lacks(what)) return fail(number, reply, what + ':fail not supported', what, options);
    /** @param {any} result */
    options.success = function (result) {
      if (answered) return;
      answered = true;
      // The page is gone, but the other phone rings: leave the room, unless a newer call uses it.
      if (dead && what === 'join1v1Chat' && !modules.some(isCalling)) perform('exitVoIPChat', {}, 0, 0);
      succeed(number, reply, result);
    };
    /** @param {any} error */
    options.fail = function (error) {
      if (answered) return;
      answered = true;
      fail(number, reply, error, what, options);
    };
    ask(what, options, options.fail);
  }

  /**
   * The host opens the settings page only in response to a tap, so a modal asks first.
   * @param {number} number @param {number} reply
   */
  function settings(number, reply) {
    var answered = false;
    pages[number].awaited++;
    function done() {
      if (answered) return;
      answered = true;
      succeed(number, reply, null);
    }
    ask('showModal', {
      title: '需要授权',
      content: '请在设置中打开所需的权限',
      confirmText: '去设置',
      /** @param {any} answer */
      success: function (answer) {
        if (answer && answer.confirm) ask('openSetting', { success: done, fail: done }, done);
        else done();
      },
      fail: done
    }, done);
  }

  /** @param {number} number @param {number} watch @param {number} event @param {any} [error] */
  function chat(number, watch, event, error) {
    var bytes = encode(messageOf(error), []);
    enter(number, function () {
      write(bytes);
      wasm.voip_chat(number, watch, event);
    });
  }

  /** @param {number} number @param {number} watch */
  function watch(number, watch) {
    var connected = false;
    var mine = {
      page: number,
      /** @param {any} event */
      members: function (event) {
        if (listener !== mine || !event || !isArray(event.openIdList)) return;
        if (event.openIdList.length > 1) {
          connected = true;
          chat(number, watch, CONNECTED);
        } else if (connected) {
          chat(number, watch, ENDED);
        }
      },
      /** @param {any} error */
      interrupted: function (error) { if (listener === mine) chat(number, watch, INTERRUPTED, error); }
    };
    unwatch();
    listener = mine;
    ask('onVoIPChatMembersChanged', mine.members, nothing);
    ask('onVoIPChatInterrupted', mine.interrupted, nothing);
  }

  function unwatch() {
    var old = listener;
    if (!old) return;
    listener = null;
    ask('offVoIPChatMembersChanged', old.members, nothing);
    ask('offVoIPChatInterrupted', old.interrupted, nothing);
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
      perform(read(at, length), built, number, reply);
      stopIfDead();
    },
    /** @param {number} number @param {number} reply */
    settings: function (number, reply) {
      settings(number, reply);
      stopIfDead();
    },
    /** @param {number} number @param {number} reply @param {number} milliseconds */
    sleep: function (number, reply, milliseconds) {
      var page = pages[number];
      if (page && page.left) return;
      if (page) clearTimeout(page.timer);
      var timer = setTimeout(function () {
        // A timer does not count as `awaited` until it fires: leaving the page cancels it.
        if (page) page.awaited++;
        succeed(number, reply, null);
      }, Math.min(milliseconds, 0x7fffffff));
      if (page) page.timer = timer;
    },
    now: function () { return (clock = Math.max(clock, Date.now())); },
    /** @param {number} number @param {number} reply */
    watch: function (number, reply) {
      watch(number, reply);
      stopIfDead();
    },

    /**
     * @param {number} number @param {number} from @param {number} to @param {number} cause @param {number} code
     * @param {number} at @param {number} length
     */
    change: function (number, from, to, cause, code, at, length) {
      var page = pages[number], known = cause === 0 ? ['', 0] : CAUSES[cause - 1];
      if (STATES[from] === 'InCall') unwatch();
      if (!page) return;
      page.events.push({
        from: STATES[from], to: STATES[to], cause: known[0], code: known[1] || code, message: read(at, length)
      });
      set(page, 'state', STATES[to]);
    },
    /** @param {number} number @param {number} flag @param {number} on */
    flag: function (number, flag, on) {
      if (pages[number]) set(pages[number], FLAGS[flag], on === 1);
    },
    /** @param {number} number @param {number} cause @param {number} at @param {number} length */
    error: function (number, cause, at, length) {
      if (pages[number]) set(pages[number], 'error', length > 0 ? read(at, length) : cause === 0 ? '' : CAUSES[cause - 1][2]);
    },
    /** @param {number} number @param {number} index */
    field: function (number, index) {
      var page = pages[number];
      if (!page) return;
      page.known[index] = built === null ? '' : built;
      set(page, page.declaration.fields[index][0], page.known[index]);
    },

    /** @param {number} file @param {number} length @param {number} line */
    panic: function (file, length, line) { panic = 'panicked at ' + read(file, length) + ':' + line; }
  };

  // --- What pages call ---

  var self = {
    path: path,
    host: host,

    pages: pages,

    /** Runs the action when the module has started. @param {Page} page @param {() => void} action */
    ready: function (page, action) {
      if (dead) abandon(page, self);
      else if (wasm) action();
      else waiting.push(function () { self.ready(page, action); });
    },
    /** @param {Page} page */
    open: function (page) {
      var route = page.declaration.route;
      page.number = enter(0, function () {
        if (!wasm['open ' + route]) throw new Error('the module does not have the page ' + route + REBUILD);
        return wasm['open ' + route]();
      }) || 0;
      if (page.number) pages[page.number] = page;
      else abandon(page, self);
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
      enter(page.number, function () { wasm.voip_act(page.number, act); });
    },
    /** @param {Page} page */
    leave: function (page) {
      clearTimeout(page.timer);
      if (listener && listener.page === page.number) unwatch();
      self.act(page, LEAVE);
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
      delete pages[number];
      page.number = 0;
      enter(0, function () { wasm.voip_close(number); });
    }
  };

  // `WXWebAssembly` returns the instance, or an object that contains it.
  Promise.resolve().then(function () {
    return WXWebAssembly.instantiate(path, { voip: imports });
  }).then(
    /** @param {any} result */
    function (result) {
      var exports = (result.instance || result).exports;
      if (exports.voip_abi() !== ABI) throw new Error('the module and voip.js are of different versions' + REBUILD);
      wasm = exports;
      waiting.splice(0).forEach(function (action) { action(); });
    }
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
  var module = page.module = page.module || moduleOf(page.declaration.module, page.host);
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

/** Whether a page of the module is in a call or joining one. @param {any} module */
function isCalling(module) {
  return Object.keys(module.pages).some(function (number) {
    return /Joining|InCall/.test(stateOf(module.pages[number]));
  });
}

/**
 * The module of the page has stopped: the page enters Failed. The next input of the user opens it in a new module.
 * @param {Page} page @param {any} module
 */
function abandon(page, module) {
  if (page.module !== module) return;
  var state = stateOf(page);
  page.module = null;
  page.number = 0;
  page.awaited = 0;
  page.events.push({ from: state, to: 'Failed', cause: 'App', code: 0, message: '' });
  depth++;
  FLAGS.forEach(function (flag) { set(page, flag, false); });
  set(page, 'error', '页面出错了，请重试');
  set(page, 'state', 'Failed');
  depth--;
  if (depth === 0) show();
}

/** Passes the value of a field to the module. @param {Page} page @param {number} index */
function push(page, index) {
  var key = page.declaration.fields[index][0], value = page.component.data[key];
  if (value === undefined || value === null) value = '';
  if (page.left || !page.number || page.known[index] === value) return;
  var title = page.module.input(page, index, value);
  // The user did not type this value: it comes from the query, or it is the NaN that the host makes of such a value.
  if (title && (value === page.queried[index] || value !== value)) {
    set(page, key, page.known[index]);
    return;
  }
  page.known[index] = value;
  if (title) {
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
 * Converts a value of a query to the type of the field's initial value.
 * @param {any[]} field @param {any} text
 */
function fromQuery(field, text) {
  try {
    text = decodeURIComponent(text);
  } catch (_) {
    // It is not escaped.
  }
  if (typeof field[1] === 'number' && text !== '') return Number(text);
  if (typeof field[1] === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/**
 * Returns the options of a `Component` for this page. Its data are its fields, `state`, `busy`, `reachable`, `connected`
 * and `error`; its event handlers are `handleCall`, `handleHangUp`, `handleDismiss`, `handleReceive` and `handleChange…` for
 * each field. It can also be used inside another page: its fields are its properties, and it triggers the events `change`
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
    /** @this {any} @param {any} query */
    onLoad: function (query) {
      var page = this.voip;
      declaration.fields.forEach(function (field, index) {
        if (!page || !query || !Object.prototype.hasOwnProperty.call(query, field[0])) return;
        var value = fromQuery(field, query[field[0]]);
        page.queried[index] = value;
        set(page, field[0], value);
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
      set(page, key, values && values[value] || value);
      push(page, index);
    };
  });

  return {
    properties: properties,
    data: { state: STATES[0], busy: false, reachable: false, connected: false, error: '' },
    methods: methods,
    lifetimes: {
      /** @this {any} */
      attached: function () {
        /** @type {Page} */
        var page = this.voip = {
          component: this, declaration: declaration, host: host || wx, module: null, number: 0, awaited: 0, timer: 0,
          left: false, known: [], queried: [], invalid: {}, next: null, events: []
        };
        // The page shows its initial data before the module is loaded.
        Promise.resolve().then(function () { ready(page, nothing); });
      },
      detached: leave
    }
  };
};
