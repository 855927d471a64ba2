// The host side of a call page's wasm module: gives a page the calls of `wx`, and the module what the
// host answers. The other side is voip-runtime's `wx/glue/imports.rs` and `wx/module/exports.rs`; each function here has its twin there.
//
// ES5 and CommonJS, with nothing that app-service JavaScript lacks: no TextDecoder, no BigInt, no fetch.
//
// From the bottom up: `exports.page` gives a component that hands what its user does to `ready` and `push`, which
// hand it to the page's module. `start` is a module: what it calls (`imports`), what the host is asked for it and
// answers (`perform`, `succeed`, `fail`), and the one way into it (`enter`). What it changes is shown by `show`. Above
// stand the tables that the module has too, and how text, results and failures pass between the two.
'use strict';

/**
 * What a page says of itself: its route, the path of its module inside the package, and its fields. A
 * field is its name, its first value and, for a picker, the values to pick from.
 * @typedef {{route: string, module: string, fields: any[][]}} Declaration
 */

/**
 * An open page. `number` is what its module calls it (its address there; 0: it is not open there), `awaited` how
 * many answers the host owes it, `known` what the module knows of its fields, `asked` what its address asked of them,
 * and `unfit` says which hold what they cannot. `next` and `events`, the changes of state, are on their way to the
 * screen and to a parent.
 * @typedef {{
 *   component: any, declaration: Declaration, host: any, module: any, number: number, awaited: number, timer: any,
 *   left: boolean, known: any[], asked: any[], unfit: {[field: string]: string}, next: any, events: any[]
 * }} Page
 */

/**
 * The version of the calls between this file and a module; the states, in the order of their numbers; and the
 * causes, in the order of theirs, from 1: the name, the code where the host has one, and what the page shows. After
 * them comes any other code.
 */
// generated: tables, by tests/tests/facts.rs
var ABI = 2;
var STATES = ['Idle', 'Authorizing', 'Enabling', 'Joining', 'InCall', 'Failed'];
var CAUSES = [
  ['NotOpen', -20000, '小程序未开通音视频通话'],
  ['DeviceNotSupported', -20001, '当前设备不支持通话'],
  ['OnCall', -20002, '正在通话中'],
  ['OccupiedByOther', -20003, '通话功能正被占用'],
  ['Internal', -30000, '微信内部错误'],
  ['WechatNoCamera', -30001, '微信没有摄像头权限'],
  ['WechatNoRecord', -30002, '微信没有麦克风权限'],
  ['NoRecord', -30003, '小程序没有麦克风权限'],
  ['NoCamera', -30004, '小程序没有摄像头权限'],
  ['AlreadyInRoom', -1, '已在房间内'],
  ['RecorderOccupied', -2, '录音设备被占用'],
  ['LeftWhileJoining', -3, '呼叫时已退出'],
  ['System', -1000, '系统错误'],
  ['Denied', 0, '未授权使用麦克风或摄像头'],
  ['PrivacyRefused', 0, '未同意隐私保护指引'],
  ['PrivacyUndeclared', 0, '隐私保护指引未声明麦克风或摄像头'],
  ['Unsupported', 0, '当前微信版本不支持通话'],
  ['Timeout', 0, '等待超时'],
  ['Interrupted', 0, '通话被中断'],
  ['App', 0, '呼叫未完成'],
  ['Other', 0, '微信返回了未知错误']
];
// end of generated
var FLAGS = ['busy', 'reachable', 'connected'];
var TAP = 0, RECEIVE = 1, HANG_UP = 2, DISMISS = 3, LEAVE = 4;
var CONNECTED = 0, ENDED = 1, INTERRUPTED = 2;
var UNSUPPORTED = numberOf('Unsupported'), OTHER = CAUSES.length;

// A name of the page's own is found faster than one of the realm's.
var fromUnits = String.fromCharCode;
var isArray = Array.isArray;

var AGAIN = '; run cargo voip build again';
/** How deep a host's answer is read; a deeper one is a circle. */
var DEEPEST = 32;
/** How many bytes of it are. */
var LARGEST = 4000000;

// --- Text ---

/**
 * UTF-8 to text; bytes that are none become U+FFFD.
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
    // As many as a function surely takes.
    if (units.push(point) > 4000) text += fromUnits.apply(null, units.splice(0));
  }
  return text + fromUnits.apply(null, units);
}

/**
 * Text to UTF-8; half a surrogate pair becomes U+FFFD.
 * @param {string} text @param {number[]} bytes to which it is added
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
 * The icon of a page's own toast: under one the host cuts words of more than seven characters.
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

/** @param {any} value @param {number[]} bytes to which it is added @param {number} depth */
function put(value, bytes, depth) {
  var i, at, names;
  if (bytes.length > LARGEST) throw new Error('the result is too large');
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
  } else if (isArray(value) && depth < DEEPEST) {
    at = bytes.push(5, 0, 0, 0, 0);
    putLength(value.length, bytes, at - 4);
    for (i = 0; i < value.length; i++) put(value[i], bytes, depth + 1);
  } else if (value && typeof value === 'object' && depth < DEEPEST) {
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

// --- Failures, taken as loosely as hosts tell them ---

/** @param {string} name */
function numberOf(name) {
  for (var i = 0; CAUSES[i][0] !== name; i++);
  return i + 1;
}

/**
 * A member of what a host says, if there is one: what throws as it is read says nothing.
 * @param {any} error @param {string} name
 */
function member(error, name) {
  try {
    return error[name];
  } catch (_) {
    return undefined;
  }
}

/**
 * A code, if there is one: hosts give numbers, and numbers as text, and either in the place of the error.
 * @param {any} error @param {string} name
 */
function whole(error, name) {
  var code = typeof error === 'object' ? member(error, name) : name === 'errCode' ? error : 0;
  var number = typeof code === 'string' && code !== '' ? Number(code) : code;
  return typeof number === 'number' && number === (number | 0) ? number : 0;
}

/**
 * The number of the cause. Words come first: where `authorize` is refused, the codes differ from version to
 * version.
 * @param {string} said @param {number} code @param {number} errno
 */
function causeOf(said, code, errno) {
  if (/auth den/i.test(said)) return numberOf('Denied');
  if (/privacy agreement/i.test(said)) return numberOf('PrivacyUndeclared');
  if (code === 104 || errno === 104) return numberOf('PrivacyRefused');
  for (var i = 0; i < CAUSES.length; i++) {
    if (CAUSES[i][1] !== 0 && CAUSES[i][1] === (code || errno)) return i + 1;
  }
  return OTHER;
}

/**
 * What a host says on a failure, however it says it.
 * @param {any} error
 */
function words(error) {
  var said = typeof error === 'object' ? member(error, 'errMsg') || member(error, 'message') : error;
  try {
    return said === undefined || said === null ? '' : String(said);
  } catch (_) {
    return '';
  }
}

function nothing() {}

// --- What pages show ---

/** Pages with something new to show. @type {Page[]} */
var changed = [];
/** How many calls into modules are under way: what they change is shown when all have returned. */
var depth = 0;
/** Pages that were left while a module was at work. @type {Page[]} */
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

/** Shows what has changed, and only that. */
function show() {
  for (var page = changed.shift(); page; page = changed.shift()) {
    var next = page.next, events = page.events;
    page.next = null;
    page.events = [];
    try {
      display(page.component, next, page.left ? [] : events, page.left);
    } catch (error) {
      // The page's own host, or its parent, has thrown; the call goes on.
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

/** The modules that run or are being loaded. @type {any[]} */
var modules = [];

/**
 * The module of this path on this host; it is loaded for the first page that asks.
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
  /** What the module exports, once it runs. @type {any} */
  var wasm = null;
  /** It did not start, or it has trapped: it is never entered again. */
  var dead = false;
  /** What it said as it panicked. */
  var panic = '';
  /** What is to be done once it runs. @type {(() => void)[]} */
  var waiting = [];
  /** @type {{[number: string]: Page}} */
  var pages = {};
  /** Who hears how the joined call goes on. @type {any} */
  var listener = null;
  /** The latest time that it was told. */
  var clock = 0;
  var memory = new Uint8Array(0);
  /** Its texts that never change, by their address. @type {{[at: string]: {length: number, text: string}}} */
  var fixed = {};

  // The value that the module builds: the object or list that is open, those around it, and the name of
  // the next value.
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

  /** A text of the module's. @param {number} at @param {number} length negative: it never changes */
  function read(at, length) {
    // Memory that has grown is another, and the old one is empty.
    if (memory.length === 0) memory = new Uint8Array(wasm.memory.buffer);
    if (length >= 0) return decode(memory, at, at + length);
    var known = fixed[at];
    length &= 0x7fffffff;
    if (!known || known.length !== length) {
      known = fixed[at] = { length: length, text: decode(memory, at, at + length) };
    }
    return known.text;
  }

  /** Gives the module's next call something to read. @param {number[]} bytes */
  function write(bytes) {
    var at = wasm.voip_buffer(bytes.length);
    if (memory.length === 0) memory = new Uint8Array(wasm.memory.buffer);
    memory.set(bytes, at);
  }

  /**
   * Calls into the module for a page that is open there, or for none (0). If it traps it is given up.
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

  /** @param {any} error */
  function giveUp(error) {
    if (dead) return;
    dead = true;
    modules = modules.filter(function (module) { return module !== self; });
    console.error('voip: ' + path + ': ' + (panic || words(error) || error));
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
   * Calls the host, which may not have the function, may throw, and may return a promise though it has
   * callbacks: that must not complain that nobody listens.
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
   * The answer of a host call goes to its page, and there to its reply. That of a handler's own has no
   * page: it alone has a result. A call without a reply is nobody's.
   * @param {number} number @param {number} reply @param {any} result
   */
  function succeed(number, reply, result) {
    /** @type {number[]} */
    var bytes = [];
    if (reply === 0) return;
    try {
      if (number === 0) put(result, bytes, 0);
    } catch (error) {
      // A result that throws as it is read is none.
      return fail(number, reply, error);
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
      // A host that cannot say is asked.
      return false;
    }
  }

  /** @param {number} number @param {number} reply @param {any} error @param {number} [cause] if it is known */
  function fail(number, reply, error, cause) {
    if (reply === 0) return;
    var said = words(error), code = whole(error, 'errCode'), errno = whole(error, 'errno');
    enter(number, function () {
      write(encode(said, []));
      wasm.voip_fail(number, reply, cause || causeOf(said, code, errno), code || errno);
    });
    settled(number);
  }

  /** The host owes the page one answer less. @param {number} number */
  function settled(number) {
    var page = pages[number];
    if (dead || !page) return;
    page.awaited--;
    self.close(page);
  }

  /**
   * Makes a host call of the page's; its first answer counts.
   * @param {string} what @param {any} options @param {number} number @param {number} reply
   */
  function perform(what, options, number, reply) {
    var answered = false;
    if (what === 'showToast' && number !== 0) options.icon = toastIcon(options.title);
    if (reply !== 0 && pages[number]) pages[number].awaited++;
    if (lacks(what)) return fail(number, reply, what + ':fail not supported', UNSUPPORTED);
    /** @param {any} result */
    options.success = function (result) {
      if (answered) return;
      answered = true;
      // Nobody is left who knows of this call, and the other phone rings; unless a newer one is in the room.
      if (dead && what === 'join1v1Chat' && !modules.some(isCalling)) perform('exitVoIPChat', {}, 0, 0);
      succeed(number, reply, result);
    };
    /** @param {any} error */
    options.fail = function (error) {
      if (answered) return;
      answered = true;
      fail(number, reply, error);
    };
    ask(what, options, options.fail);
  }

  /**
   * The settings page opens only out of a tap, so a question comes first.
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
    var said = encode(words(error), []);
    enter(number, function () {
      write(said);
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

  /** A module that was given up inside a host call must not go on after it. */
  function goOn() {
    if (dead) throw new Error('given up');
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
      goOn();
    },
    /** @param {number} number @param {number} reply */
    settings: function (number, reply) {
      settings(number, reply);
      goOn();
    },
    /** @param {number} number @param {number} reply @param {number} milliseconds */
    sleep: function (number, reply, milliseconds) {
      var page = pages[number];
      if (page && page.left) return;
      if (page) clearTimeout(page.timer);
      var timer = setTimeout(function () {
        // It is not one of those that are awaited before a page is closed: they end as it is left.
        if (page) page.awaited++;
        succeed(number, reply, null);
      }, Math.min(milliseconds, 0x7fffffff));
      if (page) page.timer = timer;
    },
    now: function () { return (clock = Math.max(clock, Date.now())); },
    /** @param {number} number @param {number} reply */
    watch: function (number, reply) {
      watch(number, reply);
      goOn();
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

  // --- What pages ask of it ---

  var self = {
    path: path,
    host: host,

    pages: pages,

    /** Does this once the module runs. @param {Page} page @param {() => void} action */
    ready: function (page, action) {
      if (dead) abandon(page, self);
      else if (wasm) action();
      else waiting.push(function () { self.ready(page, action); });
    },
    /** @param {Page} page */
    open: function (page) {
      var route = page.declaration.route;
      page.number = enter(0, function () {
        if (!wasm['open ' + route]) throw new Error('it has no page ' + route + AGAIN);
        return wasm['open ' + route]();
      }) || 0;
      if (page.number) pages[page.number] = page;
      else abandon(page, self);
    },
    /**
     * What the field is called, if it cannot hold the value.
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
     * A page that was left is closed: the module forgets it, and its number may be another's. Not before the
     * host owes it nothing and every module has returned.
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

  // `WXWebAssembly` gives the instance, or an object with it.
  Promise.resolve().then(function () {
    return WXWebAssembly.instantiate(path, { voip: imports });
  }).then(
    /** @param {any} result */
    function (result) {
      var exports = (result.instance || result).exports;
      if (exports.voip_abi() !== ABI) throw new Error('it is of another build than voip.js' + AGAIN);
      wasm = exports;
      waiting.splice(0).forEach(function (action) { action(); });
    }
  ).then(nothing, giveUp);
  return self;
}

// --- A page ---

/**
 * Opens the page, if it is not open, once its module runs; then does this.
 * @param {Page} page @param {() => void} action
 */
function ready(page, action) {
  if (!page || page.left) return;
  var module = page.module = page.module || moduleOf(page.declaration.module, page.host);
  module.ready(page, function () {
    // It may have been given up since, and the page opened in another.
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

/** What the page's state is, or is about to be shown as. @param {Page} page */
function stateOf(page) {
  return page.next && page.next.state || page.component.data.state;
}

/** Whether a page of the module has a call, or is about to. @param {any} module */
function isCalling(module) {
  return Object.keys(module.pages).some(function (number) {
    return /Joining|InCall/.test(stateOf(module.pages[number]));
  });
}

/**
 * The page's module is no more. The next thing that its user does opens it in another.
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

/** The module is to know what the field holds. @param {Page} page @param {number} index */
function push(page, index) {
  var key = page.declaration.fields[index][0], value = page.component.data[key];
  if (value === undefined || value === null) value = '';
  if (page.left || !page.number || page.known[index] === value) return;
  var title = page.module.input(page, index, value);
  // Nobody here wrote it: not what the address asked for, nor the NaN that the host makes of it.
  if (title && (value === page.asked[index] || value !== value)) {
    set(page, key, page.known[index]);
    return;
  }
  page.known[index] = value;
  if (title) {
    page.unfit[key] = '请正确填写' + title;
    set(page, 'error', page.unfit[key]);
  } else if (page.unfit[key]) {
    if (page.component.data.error === page.unfit[key]) set(page, 'error', '');
    delete page.unfit[key];
  }
}

/** @param {number} act */
function handler(act) {
  /** @this {any} */
  return function () {
    var page = this.voip;
    ready(page, function () {
      var unfit = Object.keys(page.unfit)[0];
      if (act === TAP && unfit) set(page, 'error', page.unfit[unfit]);
      else page.module.act(page, act);
    });
  };
}

/**
 * What a query says of a field: text, with its escapes, of the kind that the field's first value is.
 * @param {any[]} field @param {any} text
 */
function fromQuery(field, text) {
  try {
    text = decodeURIComponent(text);
  } catch (_) {
    // It was not escaped.
  }
  if (typeof field[1] === 'number' && text !== '') return Number(text);
  if (typeof field[1] === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/**
 * The options of the `Component` that is this page. Its data are its fields, `state`, `busy`, `reachable`,
 * `connected` and `error`; its handlers `handleCall`, `handleHangUp`, `handleDismiss`, `handleReceive` and
 * `handleChange…` for each field. It can also stand in another page: its fields are its properties, and it
 * triggers `change` {from, to, cause, code, message} and `fail` {cause, code, message, sentence}.
 * @param {Declaration} declaration
 * @param {any} [host] `wx`, or an object of its shape, such as `Taro`
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
        page.asked[index] = value;
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
    var key = field[0], first = field[1], values = field[2];
    properties[key] = {
      type: typeof first === 'boolean' ? Boolean : typeof first === 'number' ? Number : null,
      value: first,
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
          left: false, known: [], asked: [], unfit: {}, next: null, events: []
        };
        // First the page shows its data.
        Promise.resolve().then(function () { ready(page, nothing); });
      },
      detached: leave
    }
  };
};
