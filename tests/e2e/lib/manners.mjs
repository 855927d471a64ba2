/**
 * The host's own rules, as far as it documents them or the field has met them. A stand-in that let
 * these pass would let through what a phone does not.
 */

/** The options that each call documents. */
const OPTIONS = {
  authorize: ['scope'],
  exitVoIPChat: [],
  join1v1Chat: [
    'backgroundType', 'caller', 'disableSwitchVoice', 'listener', 'minWindowType', 'roomType',
  ],
  setEnable1v1Chat: ['backgroundType', 'enable', 'minWindowType'],
  showToast: ['duration', 'icon', 'image', 'mask', 'title'],
};

const RULES = {
  authorize: ({ scope }) =>
    !/^scope\.(record|camera)$/.test(scope) && `authorize asks for \`${scope}\`, which is not one scope`,

  join1v1Chat: ({ caller, listener, roomType }, host) => {
    if (!host.enabled) return 'join1v1Chat before setEnable1v1Chat had succeeded';
    if (!['voice', 'video'].includes(roomType)) return `join1v1Chat with the room type ${roomType}`;
    for (const user of [caller, listener]) {
      for (const key of ['nickname', 'openid']) {
        if (typeof user?.[key] !== 'string') return `join1v1Chat with a \`${key}\` that is no text`;
      }
      const strange = Object.keys(user).find((key) => !['headImage', 'nickname', 'openid'].includes(key));
      if (strange) return `join1v1Chat with a user's \`${strange}\``;
    }
    return false;
  },

  // From base library 2.3.0 on.
  openSetting: (_, host) => !host.gesture && 'openSetting, and not out of a tap of the user',

  // What goes beyond is cut off on the phone.
  showToast: ({ icon, title }) =>
    icon !== 'none' && [...title].length > 7 && `the toast \`${title}\` is too long to have an icon`,
};

/** What is wrong with this call, or `undefined`. */
export function breach(host, name, options) {
  const known = OPTIONS[name];
  const strange = known && Object.keys(options).find((key) => !known.includes(key));
  if (strange) return `${name} has no option \`${strange}\``;
  const lost = Object.keys(options).find((key) => options[key] === undefined);
  if (lost) return `${name} has the option \`${lost}\`, which is undefined`;
  return RULES[name]?.(options, host) || undefined;
}
