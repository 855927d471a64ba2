// Recordings and tests, in and out.
import { done, notice } from './notices.js';
import { store, touch } from './store.js';
import { send } from './wire.js';

/** Half of what the server takes in one message: as JSON a text gets longer. */
const LARGEST = 2 * 1024 * 1024;

/** @param {{ name: string, text: string, whole: boolean }} file */
export function saveFile({ name, text, whole }) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  if (!whole) {
    notice('whole', {
      english: `${name} holds only the beginning: the run was too long to be kept whole.`,
      chinese: `${name} 只包含开头部分：运行时间过长，未能完整保留。`,
    });
  }
}

/** @param {{ name: string, text: string }} file */
export async function takeTest({ name, text }) {
  try {
    await navigator.clipboard.writeText(text);
    done(`Copied: ${name}`, `已复制：${name}`);
  } catch {
    store.copy = { name, text };
    notice('clipboard', {
      english: 'The browser does not let this page write to the clipboard; copy the text by hand.',
      chinese: '浏览器不允许写入剪贴板，请手动复制文本。',
    });
  }
  touch();
}

/** @param {File | undefined} file @param {0 | 1} phone whose phone is to play it */
export async function replayFile(file, phone) {
  if (!file) return;
  if (file.size > LARGEST) {
    const size = (file.size / 1024 / 1024).toFixed(1);
    notice('large', {
      english: `${file.name} is ${size} MB; a recording may have 2 MB at most.`,
      chinese: `${file.name} 有 ${size} MB，录制文件最大 2 MB。`,
    });
    return;
  }
  let text;
  try {
    text = await file.text();
  } catch {
    notice('large', { english: `${file.name} cannot be read.`, chinese: `无法读取 ${file.name}。` });
    return;
  }
  store.replayName = file.name;
  send({ replay: { phone, text } });
}

/** A file may be dropped anywhere; over phone B it is replayed there, else on phone A. */
export function takeDrops() {
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
