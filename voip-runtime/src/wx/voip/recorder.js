// The recorder of a build with `--record`: it writes what passes between a page's module and the host as a recording, which
// the preview replays. The format is that of `record` in voip-runtime. In such a build, the comments of the other files that
// begin with `record: ` are statements. They are where the module is entered and left, so the records have the order of the
// `Recorder` in Rust.
//
// Besides the records that a replay plays, there are notes, which it skips. Openids, and what users and servers wrote, are
// replaced by aliases, by which equal ones can be recognized. Nothing here throws.

/**
 * The recording of a page: its text, when it began and the time of the last record, the number of records without notes and
 * of host calls, how much of the text the realtime log has, and the aliases by their text. `timer` has fired: it is a record
 * if it has an effect. `join` is the reply of the last join. A recording that is `full` has ended. Besides these it has the
 * host calls and timers of the page that are not answered, by their reply.
 * @typedef {{
 *   text: string, start: number, at: number, count: number, calls: number, sent: number, aliases: any,
 *   timer?: any, join?: number, full?: boolean, [reply: number]: any
 * }} Log
 */

/** The limit of a recording. A replay needs its beginning, so newer records are left out. */
var MAX_SIZE = 400000;
/** The limit of a value: its characters, and ten for each part. */
var MAX_VALUE = 20000;
/** An entry of the realtime log has at most 5 KB, and a character at most three bytes. */
var MAX_ENTRY = 1600;
var ACTS = ['tap', 'receive', 'hangUp', 'dismiss', 'cancel', 'leave', 'show', 'stopReceiving'];

/** The page that a module runs for. @type {any} */
var running;
/** The page whose call has ended: its recording is printed when the module has returned. @type {any} */
var ended;
/** The host calls of handlers that are not answered, by their reply. @type {any} */
var requests = {};

/**
 * A copy of a value as plain data, with aliases. Its members may throw, and it may be cyclic or huge. `kind` is the name of
 * the value, or `private`.
 * @param {any} page @param {any} value @param {string} [kind] @returns {any}
 */
function plain(page, value, kind) {
  var left = MAX_VALUE;

  /** @param {string} text @param {any} [kind] a text of this kind gets an alias */
  function alias(text, kind) {
    // Half a surrogate pair is not valid in JSON.
    var bytes = new Uint8Array(encode(text.slice(0, left), [])), aliases = page.log.aliases;
    text = decode(bytes, 0, bytes.length);
    left -= text.length;
    /** @param {string} text @param {string} kind */
    function add(text, kind) {
      if (!aliases['$' + text]) aliases['$' + text] = kind + '#' + (Object.keys(aliases).length + 1);
    }
    if (kind && text) add(text, kind);
    if (kind !== undefined && aliases['$' + text]) return aliases['$' + text];
    // What has the form of an openid is one, wherever it is.
    (text.match(/\bo[\w-]{27}(?![\w-])/g) || []).forEach(function (found) { add(found, 'openid'); });
    Object.keys(aliases).sort(function (a, b) { return b.length - a.length; }).forEach(function (key) {
      var known = key.slice(1);
      // A shorter text may be part of a word of the host.
      if (known.length > 7 || /.[^\x00-\x7f]/.test(known)) text = text.split(known).join(aliases[key]);
    });
    return text;
  }

  /**
   * The name of a member. One that is no identifier may be what a user wrote.
   * @param {string} name
   */
  function nameOfMember(name) {
    return page.declaration.record[1] || /^[a-z_$][\w$.-]*$/i.test(name) && !/^o[\w-]{27}$/.test(name) ? name : alias(name, 'text');
  }

  /** @param {any} value @param {any} kind @param {number} depth @returns {any} */
  function copy(value, kind, depth) {
    var hidden = !page.declaration.record[1] && /private|name|avatar|headImage/i.test(kind);
    left -= 10;
    if (left < 0 || depth > MAX_DEPTH) return null;
    if (typeof value === 'string') return alias(value, /openid/i.test(kind) ? 'openid' : hidden && 'text');
    if (!value || typeof value !== 'object') return hidden && value ? value !== true && 0 : value;
    /** @type {any} */
    var made = isArray(value) ? [] : {};
    Object.keys(value).forEach(function (key) {
      made[isArray(value) ? key : nameOfMember(key)] = copy(member(value, key), isArray(value) || hidden && !/openid/i.test(key) ? kind : key, depth + 1);
    });
    return made;
  }

  try {
    return copy(value, kind, 0);
  } catch (_) {
    return null;
  }
}

/** @param {any} page @param {any} what */
function record(page, what) {
  var log = page && page.log;
  if (!log) return;
  running = page;
  if (log.full) return;
  touch(page);
  // Not before what follows from the last input or answer is there.
  log.full = depth === 0 && log.text.length > MAX_SIZE;
  if (log.full) what = { note: 'full' };
  if (what.note === undefined) log.count++;
  what.at = log.at = Math.max(log.at, Date.now() - log.start);
  log.text += JSON.stringify(what) + '\n';
}

/** A timer is a record only if it has an effect: the module does not say which ones it waits for. @param {any} page */
function touch(page) {
  var log = page.log, timer = log && log.timer;
  if (!timer) return;
  log.timer = null;
  if (depth > 0) record(page, { timer: timer });
}

/** @param {any} page @param {number} reply @param {number} ms */
function recordSleep(page, reply, ms) {
  touch(running);
  (page ? page.log : requests)[reply] = { page: running, timer: { since: running.log.count, ms: ms } };
}

/** The module is in the page. @param {any} page */
function recordOpen(page) {
  var declaration = page.declaration, host = page.host;
  // The page may be of a build that does not record.
  var declared = declaration.record = declaration.record || [declaration.route, false].concat(
    declaration.fields.map(function () { return 'private'; })
  );
  page.log = { text: '', start: Date.now(), at: 0, count: 0, calls: 0, sent: 0, aliases: {} };
  /** The versions of the phone. @param {string} name */
  function about(name) {
    try {
      return plain(page, host[name]());
    } catch (_) {
      return null;
    }
  }
  page.log.text = JSON.stringify({
    voip: 4, page: declared[0], redacted: !declared[1], host: [about('getAppBaseInfo'), about('getDeviceInfo')]
  }) + '\n';
  /** @param {any} event */
  function changed(event) { record(page, { note: { chatState: plain(page, event) } }); }
  ask(host, 'onVoIPChatStateChanged', changed, nothing);
}

/** @param {any} page none for a host call of a handler @param {number} reply @param {string} name @param {any} options */
function recordCall(page, reply, name, options) {
  var own = page ? '' : 'private', number = running.log.calls++;
  if (page && name === JOIN) page.log.join = reply;
  (page ? page.log : requests)[reply] = { page: running, to: number, own: own };
  // The page's own exit has no options.
  options = page && name === EXIT ? null : plain(running, options, own);
  record(running, { call: { number: number, name: name, own: !page, options: options } });
}

/** @param {number} cause @param {number} code */
function nameOf(cause, code) {
  return cause ? cause < CAUSES.length ? CAUSES[cause - 1][0] : 'Other(' + code + ')' : undefined;
}

/**
 * @param {any} page none for a host call of a handler @param {number} reply @param {any} raw @param {number} cause
 * @param {number} code @param {string} message
 */
function recordAnswer(page, reply, raw, cause, code, message) {
  var replies = page ? page.log : requests, known = replies[reply];
  if (!known) return;
  delete replies[reply];
  running = known.page;
  running.log.timer = known.timer;
  if (known.timer) return;
  /** @type {any} */
  var answer = { to: known.to, cause: nameOf(cause, code), message: plain(running, message, known.own) };
  answer[known.own && !cause ? 'result' : 'raw'] = plain(running, raw, known.own);
  record(running, { answer: answer });
}

/** @param {any} page @param {number} reply @param {number} event @param {any} raw */
function recordEvent(page, reply, event, raw) {
  // The page no longer reacts to the events of an earlier join.
  if (!page || reply && reply !== page.log.join) return;
  if (raw) record(page, { note: plain(page, raw) });
  record(page, event < UNREACHABLE ? {
    chat: event === ENDED ? 'ended' : event < ENDED ? { members: event * 2 } : { interrupted: plain(page, cut(raw)) }
  } : event < REPORTS_NONE ? { reachable: event > UNREACHABLE } : { reportsMembers: event > REPORTS_NONE });
}

/** @param {any} page @param {number} act */
function recordAct(page, act) {
  record(page, { input: act === LOAD ? { load: { query: queryOf(page) } } : act < CONTACT ? ACTS[act] : {
    call: { contact: act - CONTACT }
  } });
}

/** The parameters of the page's address, with those of its `scene`. @param {any} page */
function queryOf(page) {
  /** @type {string[][]} */
  var pairs = [];
  /** @param {string} name @param {any} text */
  function add(name, text) {
    var kind = 'private';
    page.declaration.fields.forEach(
      /** @param {any[]} field @param {number} index */
      function (field, index) { if (field[3] === name) kind = page.declaration.record[index + 2]; }
    );
    pairs.push([plain(page, name), String(plain(page, decoded(text), kind)).replace(/%/g, '%25')]);
  }
  // A parameter beside the scene takes precedence. A scene may also be a text of its own, such as the number of a user.
  decoded(member(page.query, 'scene')).split('&').forEach(
    /** @param {string} pair */
    function (pair) {
      var parts = /^([\w-]+)=([^=][^]*)/.exec(pair);
      if (parts) add(parts[1], parts[2]);
    }
  );
  Object.keys(page.query).forEach(function (name) { add(name, member(page.query, name)); });
  return pairs;
}

/**
 * A task failed, or without a cause, it was not started.
 * @param {any} page @param {string} task @param {number} cause @param {number} code @param {string} message
 */
function recordTask(page, task, cause, code, message) {
  record(page, cause ? {
    taskFailed: { task: task, cause: nameOf(cause, code), message: plain(page, message, 'private') }
  } : { spawnIgnored: task });
}

/**
 * @param {any} page @param {number} from @param {number} to @param {number} cause @param {number} code
 * @param {string} message
 */
function recordChange(page, from, to, cause, code, message) {
  record(page, { change: { from: STATES[from], to: STATES[to], cause: nameOf(cause, code), message: plain(page, message) } });
  // Idle and Failed are the ends of a call.
  if (to % 5 === 0) ended = page;
}

/**
 * The user or the handler has set a field.
 * @param {any} page @param {number} index @param {any} value @param {boolean} isInput
 */
function recordField(page, index, value, isInput) {
  var name = page.declaration.fields[index][0], known = page.known[index];
  // The module passes all fields that a handler may have set.
  if (!isInput && !isArray(value) && String(known).trim() === String(value === null ? '' : value).trim()) return;
  value = plain(page, value, page.declaration.record[index + 2]);
  record(page, isInput ? { input: { set: { field: name, value: value } } } : { field: { name: name, value: value } });
}

/** Writes the recording to the console, and what is new to the realtime log. @param {any} page */
function print(page) {
  if (!page) return;
  ended = null;
  var log = page.log;
  try {
    console.info(log.text);
  } catch (_) {
    // The realtime log may have it.
  }
  try {
    var manager = page.host.getRealtimeLogManager();
    while (log.sent < log.text.length) {
      var piece = log.text.slice(log.sent, log.sent + MAX_ENTRY);
      manager.info(piece);
      log.sent += piece.length;
    }
  } catch (_) {
    // The host has no realtime log, or it is full.
  }
}

/** Adds what the recorder needs to the methods of a component. @param {any} methods */
function recordPage(methods) {
  /** @this {any} */
  methods.onShow = function () { record(this.voip, { note: 'show' }); };
  /** @this {any} */
  methods.onHide = function () { record(this.voip, { note: 'hide' }); };
  /** @this {any} */
  methods.handleCopyRecording = function () {
    var host = this.voip.host;
    function failed() { ask(host, 'showToast', { title: '复制失败，请先在隐私保护指引里声明剪贴板', icon: 'none' }, nothing); }
    // The host shows a toast when it has succeeded.
    ask(host, 'setClipboardData', { data: member(this.voip.log, 'text'), fail: failed }, failed);
  };
}
