/**
 * The host's rules, documented or observed on phones. The stand-in host must reject whatever a phone
 * rejects.
 */

/** The documented options of each call. */
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
    !/^scope\.(record|camera)$/.test(scope) && `authorize asks for \`${scope}\`, which is not a single scope`,

  join1v1Chat: ({ caller, listener, roomType }, host) => {
    if (!host.enabled) return 'join1v1Chat before setEnable1v1Chat had succeeded';
    if (host.hasEvents && host.listeners !== 2) return 'join1v1Chat before the page listens to both events';
    if (!['voice', 'video'].includes(roomType)) return `join1v1Chat with the room type ${roomType}`;
    for (const user of [caller, listener]) {
      for (const key of ['nickname', 'openid']) {
        if (typeof user?.[key] !== 'string') return `join1v1Chat with a \`${key}\` that is not a text`;
      }
      const unknown = Object.keys(user).find((key) => !['headImage', 'nickname', 'openid'].includes(key));
      if (unknown) return `join1v1Chat with an unknown member \`${unknown}\` of a user`;
    }
    return false;
  },

  // From base library 2.3.0 on.
  openSetting: (_, host) => !host.gesture && 'openSetting outside a tap of the user',

  // The phone cuts longer titles off.
  showToast: ({ icon, title }) =>
    icon !== 'none' && [...title].length > 7 && `the toast \`${title}\` is too long to have an icon`,
};

/**
 * What the open pages of one app violate, as text, or `undefined`: there is one room, and calls are enabled for all pages or
 * for none.
 */
export function disagreement(pages) {
  const inCall = pages.filter(({ data }) => data.state === 'InCall').length;
  if (inCall > 1) return `${inCall} pages are in the one room`;
  if (new Set(pages.map(({ data }) => data.reachable)).size > 1) return 'pages disagree on whether calls are enabled';
  return undefined;
}

/** The rule that this call violates, as text, or `undefined`. */
export function violationOf(host, name, options) {
  const known = OPTIONS[name];
  const unknown = known && Object.keys(options).find((key) => !known.includes(key));
  if (unknown) return `${name} has no option \`${unknown}\``;
  const empty = Object.keys(options).find((key) => options[key] === undefined);
  if (empty) return `${name} has the option \`${empty}\`, which is undefined`;
  return RULES[name]?.(options, host) || undefined;
}
