// Formats times.

/** @param {number} ms as on a clock, with tenths: 0:04.2 */
export function clockText(ms) {
  const tenths = Math.floor(ms / 100);
  const seconds = Math.floor(tenths / 10);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}.${tenths % 10}`;
}

/** @param {number} ms in seconds, with milliseconds: 4.200 */
export function secondsText(ms) {
  return (ms / 1000).toFixed(3);
}

/** @param {number} ms a duration: 80 ms, 1.2 s, 2 min */
export function spanText(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60000) return `${Number((ms / 1000).toFixed(2))} s`;
  return `${Number((ms / 60000).toFixed(1))} min`;
}

/** @param {number} ms as in WeChat's call window: 00:42 */
export function talkText(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** @param {number} ms the time in a phone's status bar, which starts at 9:41 */
export function dayText(ms) {
  const minutes = 9 * 60 + 41 + Math.floor(ms / 60000);
  return `${Math.floor(minutes / 60) % 24}:${String(minutes % 60).padStart(2, '0')}`;
}
