import { soon, succeed } from './answers.mjs';
import { settled } from './clock.mjs';
import { Phone } from './phone.mjs';

/** The pages of `pages/people`. */
export const FAMILY = 'pages/family/index';
export const DESK = 'pages/desk/index';
export const LIST = 'pages/list/index';

export const SON = { openid: 'oSon', nickname: '儿子', headImage: 'https://family.example/son.png' };
export const NOBODY = { openid: '', nickname: '没有openid' };

/** Data of a phone's realm as data of the test's. */
export const plain = (data) => JSON.parse(JSON.stringify(data));

/** What the page's data say of a contact: no openid. */
export const shown = ({ openid, nickname, headImage = '' }) => ({ nickname, headImage, callable: openid !== '' });

/** The answer of the server with these contacts. */
export const found = (...family) => succeed({ result: { me: 'oMe', family } });

/** A phone on which the server knows these contacts, each time it is asked. */
export function phoneOf(family = [SON, NOBODY], { program = 'people', ...options } = {}) {
  const phone = new Phone(program, options);
  phone.host.script['cloud.callFunction'] = Array.from({ length: 9 }, () => soon(found(...family)));
  return phone;
}

/** A phone and its page, opened and loaded. */
export async function familyPage({ family, query, ...options } = {}) {
  const phone = phoneOf(family, options);
  const page = await phone.open(FAMILY, query);
  await phone.pass(0);
  await settled();
  return { phone, host: phone.host, page };
}
