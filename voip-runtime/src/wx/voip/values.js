// The glue: converts text between UTF-16 and UTF-8, and results into the bytes that `wx/glue/requests.rs` reads.

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
  if (bytes.length > MAX_BYTES) throw 'the result is too large';
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
