// Downloads and replays recordings, and copies tests.
import { notice, showConfirmation } from './notices.js';
import { store, touch } from './store.js';
import { send } from './connection.js';
import { backToNow } from './past.js';

/** The largest file to replay: half of the largest message, because a text is longer as JSON. */
const MAX_FILE_BYTES = 2 * 1024 * 1024;

/** Downloads a text as a file. @param {string} name @param {string} text @param {string} type */
export function downloadText(name, text, type = 'text/plain') {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** The name of a file with the local time: `VideoCall-a-20260131-235959.jsonl`. @param {string} name */
function withTime(name) {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate(), now.getHours(), now.getMinutes(), now.getSeconds()];
  const [year, month, day, ...time] = parts.map((part) => String(part).padStart(2, '0'));
  return name.replace(/(\.\w+)?$/, (ending) => `-${year}${month}${day}-${time.join('')}${ending}`);
}

/** @param {{ name: string, text: string, whole: boolean }} file */
export function saveFile({ name, text, whole }) {
  const named = withTime(name);
  downloadText(named, text, 'application/jsonl');
  if (!whole) {
    notice('whole', {
      english: `${named} contains only the beginning of the run, because the run was too long.`,
      chinese: `${named} 只包含开头部分：运行时间过长，未能完整保留。`,
    });
  }
}

/** @param {{ name: string, text: string }} file */
export const copyTest = ({ name, text }) => copyText(name, text);

/** Copies a text to the clipboard, or shows it. @param {string} name what it is @param {string} text */
export async function copyText(name, text) {
  try {
    await navigator.clipboard.writeText(text);
    showConfirmation(`Copied ${name}`, `已复制：${name}`);
  } catch {
    store.copy = { name, text };
    notice('clipboard', {
      english: 'The browser did not allow access to the clipboard: copy the text by hand.',
      chinese: '浏览器不允许写入剪贴板，请手动复制文本。',
    });
  }
  touch();
}

/** @param {File | undefined} file @param {0 | 1} phone the phone that replays it */
export async function replayFile(file, phone) {
  if (!file) return;
  if (file.size > MAX_FILE_BYTES) {
    const size = (file.size / 1024 / 1024).toFixed(1);
    notice('large', {
      english: `${file.name} is too large (${size} MB): the maximum is 2 MB.`,
      chinese: `${file.name} 有 ${size} MB，录制文件最大 2 MB。`,
    });
    return;
  }
  let text;
  try {
    text = await file.text();
  } catch {
    notice('large', { english: `Cannot read ${file.name}.`, chinese: `无法读取 ${file.name}。` });
    return;
  }
  replayText(file.name, text, phone);
}

/** @param {string} name @param {string} text a recording @param {0 | 1} phone the phone that replays it */
export function replayText(name, text, phone) {
  store.replayName = name;
  backToNow();
  send({ replay: { phone, text } });
}

/** Replays a dropped file: on phone B if it is dropped there, otherwise on phone A. */
export function handleDrops() {
  const phoneAt = (event) => (event.target instanceof Element && event.target.closest('[data-phone="b"]') ? 1 : 0);
  const isFile = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  const show = (phone) => {
    if (store.dropping === phone) return;
    store.dropping = phone;
    touch();
  };
  addEventListener('dragover', (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    show(phoneAt(event));
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) show(null);
  });
  addEventListener('drop', (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    show(null);
    replayFile(event.dataTransfer.files[0], phoneAt(event));
  });
}
