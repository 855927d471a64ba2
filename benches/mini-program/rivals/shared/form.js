// The fields of the page, which have nothing to do with the call.

const FIELDS = [
  { key: 'listenOpenid', label: '对方openid', initial: '', openid: true },
  { key: 'listenName', label: '对方昵称', initial: 'listener' },
  { key: 'callOpenid', label: '您的openid', initial: '', openid: true },
  { key: 'callName', label: '您的昵称', initial: 'caller' },
];

export const properties = {};
export const inputs = {};

for (const { key, initial, openid } of FIELDS) {
  properties[key] = { type: String, value: initial };
  inputs[`handleChange${key[0].toUpperCase()}${key.slice(1)}`] = function (event) {
    this.setData({ [key]: openid ? trimmed(event.detail.value) : event.detail.value });
  };
}

/** The data that the page shows besides its fields. */
export const initial = {
  state: 'Idle', busy: false, reachable: false, connected: false, loading: false, receiving: false, error: '', pageDepth: 0,
};

/** A page was opened. Its address does not set its fields. */
export function onLoad(query) {
  const changes = { pageDepth: getCurrentPages().length };
  for (const { key, initial } of FIELDS) if (key in query) changes[key] = initial;
  this.setData(changes);
}

/** What to fill in before a call, as the page says it, or ''. */
export function missing(data) {
  const empty = FIELDS.find(({ key }) => !data[key]);
  return empty ? `请填写${empty.label}` : '';
}

/** An openid without the white space and the invisible characters that come with a copied one. */
function trimmed(text) {
  return text.replace(/^[\s\x85\u200b-\u200d\u2060]+|[\s\x85\u200b-\u200d\u2060]+$/g, '');
}
