import { soon, succeed } from './answers.mjs';
import { Phone } from './phone.mjs';

/** The support line, `examples/voice-support`. */
export const ROUTE = 'pages/voice-support/index';

/** What the page's server says of the agent on duty. */
export const FOUND = { statusCode: 200, data: { openid: 'oAgent', picture: 'https://support.example/8001.png' } };

/** Everything that the host is asked for by a call that comes about. */
export const WHOLE_CALL = ['request', 'authorize', 'authorize', 'setEnable1v1Chat', 'join1v1Chat'];

/** A phone with the page open, its customer known, and a server that answers. */
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
