// The glue: reads failures, which hosts report in different forms, and finds their causes.

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
  return typeof value === 'string' || typeof value === 'number' ? value + '' : '';
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
 * @param {string} what the host call @param {any} scope @param {any} error
 */
function causeOf(what, scope, error) {
  var code = codeOf(error, 'errCode'), errno = codeOf(error, 'errno'), message = messageOf(error);
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

/** Whether a value has this member itself. @param {any} value @param {string} name */
function has(value, name) {
  return !!value && Object.prototype.hasOwnProperty.call(value, name);
}

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
