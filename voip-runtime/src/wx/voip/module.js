// The glue: a module, its host calls, and the functions that it and its pages call.

/**
 * The module with this path on this host. It is loaded for its first page. That of another copy of this script is not shared.
 * @param {string} path @param {any} host
 */
function moduleOf(path, host) {
  var app = appOf(host), module;
  for (var i = 0; i < app.modules.length; i++) {
    module = app.modules[i];
    if (module.path === path && module.host === host && module.start === start) return module;
  }
  module = start(path, app, host);
  app.modules.push(module);
  return module;
}

/** @param {string} path @param {any} app @param {any} host @returns {any} */
function start(path, app, host) {
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
      if (left[0]) left.splice(0).forEach(function (page) { if (page.module) page.module.close(page); });
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
    var cause = causeOf(what, scope, error);
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
    if (!page.awaited) receive(page, false);
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
          return ask(host, EXIT, { success: next, fail: next }, next);
        }
      }
      if (what === EXIT && reply !== 0 && !failed && room === app.holder) hold(app, null);
      pass();
      // The page may wait no longer for this answer, but it counts.
      if (what === ENABLE && !failed) enabled(app, enable);
    });
    /** @param {any} result */
    options.success = function (result) { answer(false, result); };
    /** @param {any} error */
    options.fail = function (error) { answer(true, error); };
    ask(host, what, options, options.fail);
  }

  /**
   * The host opens the settings page only in response to a tap, so a modal asks first.
   * @param {number} number @param {number} reply
   */
  function settings(number, reply) {
    pages[number].awaited++;
    var done = once(function (answer) { succeed(number, reply, answer); });
    ask(host, 'showModal', {
      title: '需要授权',
      content: '请在设置中打开所需的权限',
      confirmText: '去设置',
      /** @param {any} answer */
      success: function (answer) {
        if (member(answer, 'confirm')) ask(host, 'openSetting', { success: done, fail: done }, done);
        else done(answer);
      },
      fail: done
    }, done);
  }

  // --- What the module calls ---

  /** Stops a module that was given up during a host call. */
  function stopIfDead() {
    if (dead) throw dead;
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
      perform(read(at, length), built || {}, number, reply);
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
      function fire() {
        delete timers[reply];
        // A timer does not count as `awaited` until it fires: leaving the page cancels it.
        if (page) page.awaited++;
        succeed(number, reply, null);
      }
      milliseconds = Math.min(milliseconds, 0x7fffffff);
      timers[reply] = { id: setTimeout(fire, milliseconds), due: Date.now() + milliseconds, fire: fire };
    },
    now: function () { return (clock = Math.max(clock, Date.now())); },
    /** The number that a text stands for, as Rust reads it, or NaN. @param {number} at @param {number} length */
    decimal: function (at, length) {
      var text = trimmed(read(at, length));
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? +text : NaN;
    },
    /** @param {number} number @param {number} at @param {number} length */
    query: function (number, at, length) {
      var text = fromAddress(pages[number].query, read(at, length));
      if (text === undefined) return 0;
      write(encode(text, []));
      return 1;
    },
    /**
     * @param {number} number @param {number} from @param {number} to @param {number} cause @param {number} code
     * @param {number} at @param {number} length
     */
    change: function (number, from, to, cause, code, at, length) {
      var page = pages[number], known = cause === 0 ? ['', 0] : CAUSES[cause - 1];
      if (STATES[from] === 'InCall') release(number);
      if (!page) return;
      if (cause === TIMEOUT && page.reply) logFailure(page.step, cause, 0, '');
      page.reply = 0;
      page.events.push({
        from: STATES[from], to: STATES[to], cause: known[0], code: known[1] || code, message: read(at, length)
      });
      // record: recordChange(page, from, to, cause, code, read(at, length));
      set(page, 'state', STATES[to]);
    },
    /** @param {number} number @param {number} flag @param {number} on */
    flag: function (number, flag, on) {
      var page = pages[number];
      if (!page) return;
      // The page is reachable now, or a tap waits, which shows more.
      if (flag < LOADING) receive(page, false);
      set(page, FLAGS[flag], on === 1);
    },
    /** @param {number} number @param {number} cause @param {number} at @param {number} length */
    error: function (number, cause, at, length) {
      var page = pages[number];
      if (!page) return;
      // A page that is being made reachable does not change its state.
      if (cause === TIMEOUT && page.component.data.receiving) logFailure(page.step, cause, 0, '');
      receive(page, false);
      set(page, 'error', length > 0 ? read(at, length) : cause === 0 ? '' : CAUSES[cause - 1][2]);
    },
    /** @param {number} number @param {number} index */
    field: function (number, index) {
      var page = pages[number];
      if (!page) return;
      // The module passes all fields that a handler may have set. A list of contacts may be long.
      if (isArray(built) && JSON.stringify(built) === JSON.stringify(page.known[index])) return;
      // record: recordField(page, index, built, false);
      page.known[index] = built === null ? '' : built;
      set(page, page.declaration.fields[index][0], page.known[index]);
    },

    /**
     * @param {number} number @param {number} nameAt @param {number} nameLength @param {number} cause @param {number} code
     * @param {number} at @param {number} length
     */
    task: function (number, nameAt, nameLength, cause, code, at, length) {
      var task = read(nameAt, nameLength);
      if (cause === 0) log('voip: ' + task + ': it still runs, so it was not started again');
      else logFailure(task, cause, code, read(at, length));
      // record: recordTask(pages[number], task, cause, code, read(at, length));
    },

    /** @param {number} file @param {number} length @param {number} line */
    panic: function (file, length, line) { panic = 'panicked at ' + read(file, length) + ':' + line; }
  };

  // --- What pages call ---

  var self = {
    path: path,
    host: host,
    start: start,

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
      if (app.enabled !== null) self.event(page.number, 0, app.enabled ? UNREACHABLE + 1 : UNREACHABLE);
      if (page.declaration.ring && !reports(app)) self.event(page.number, 0, REPORTS_NONE);
    },
    /** Tells its pages a fact of the app. @param {number} event */
    tell: function (event) {
      for (var number in pages) self.event(pages[number].number, 0, event);
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
      // record: recordAct(page, act);
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
