import { soon, succeed } from './answers.mjs';
import { Phone } from './phone.mjs';

/** The page of `examples/voice-support`. */
export const ROUTE = 'pages/voice-support/index';

/** The server's answer for an agent. */
export const FOUND = { statusCode: 200, data: { openid: 'oAgent', picture: 'https://support.example/8001.png' } };

/** The host calls of a successful call. */
export const WHOLE_CALL = ['request', 'authorize', 'authorize', 'setEnable1v1Chat', 'join1v1Chat'];

/** A phone with the page open, the customer's openid set, and a server that answers. */
export async function filledIn({ script = {}, ...options } = {}) {
  const phone = new Phone('voice-support', options);
  Object.assign(phone.host.script, {
    request: Array.from({ length: 9 }, () => soon(succeed(FOUND))),
    ...script,
  });
  const page = await phone.open(ROUTE);
  page.input('customerOpenid', 'oCustomer');
  return { phone, host: phone.host, page };
}
