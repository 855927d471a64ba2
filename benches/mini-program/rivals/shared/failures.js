// What a failed host call means, from WeChat's documents and from answers seen on phones.

// Its name, its `errCode` if it has one, what the page says, words of the message, and each `errno`.
const CAUSES = [
  ['PrivacyRefused', null, '未同意隐私保护指引', /privacy\s+permission\s+is\s+not\s+authorized/i, 104],
  ['PrivacyUndeclared', null, '隐私保护指引未声明麦克风或摄像头', /privacy\s+agreement|announce\s+your\s+privacy|privacy\s+api\s+banned/i, 112, 1025, 1026],
  ['Denied', null, '未授权使用麦克风或摄像头', /auth(orize)?\s+(den|cancel)/i, 103],
  ['WechatNoCamera', -30001, '微信没有摄像头权限', /wechat\s+has\s+no\s+camera/i],
  ['WechatNoRecord', -30002, '微信没有麦克风权限', /wechat\s+has\s+no\s+record|system\s+permission\s+den/i, 3, 1107002, 1107013],
  ['NoCamera', -30004, '小程序没有摄像头权限', /has\s+no\s+camera/i],
  ['NoRecord', -30003, '小程序没有麦克风权限', /has\s+no\s+record/i],
  ['NotInForeground', null, '小程序不在前台', /runningState=background/i, 1107003],
  ['NotOpen', -20000, '小程序未开通音视频通话', /has\s+no\s+permission|access\s+denied|not\s+open\s+1v1\s+chat/i, 102],
  ['OnCall', -20002, '正在通话中', /\bon\s+call\b/i, 1107001],
  ['OccupiedByOther', -20003, '通话功能正被占用', /occupied\s+by\s+other/i],
  ['DeviceNotSupported', -20001, '当前设备不支持通话', /device\s+not\s+support|开发者工具/i],
  ['Unsupported', null, '当前微信版本不支持通话', /not\s+support/i, 100],
  ['AlreadyInRoom', -1, '已在房间内', /already\s+in\s+room/i],
  ['RecorderOccupied', -2, '录音设备被占用', null],
  ['LeftWhileJoining', -3, '呼叫时已退出', null],
  ['Internal', -30000, '微信内部错误', null, 4],
  ['Timeout', null, '等待超时', null, 5],
  ['System', -1000, '系统错误', null, 1000, 1003],
  ['InvalidOptions', null, '通话参数有误', null, 101, 110, 1001],
  ['Network', null, '网络异常', null, 108, 109],
  ['InvalidOpenid', null, 'openid无效', null, 1004],
  ['Other', null, '微信返回了未知错误', null],
];
const causeNamed = (name) => CAUSES.find((row) => row[0] === name);

const MAX_MESSAGE = 2000;

/** Numbers that say only that something failed. */
const GENERAL = [0, 4, 5, 1000, -1000, 1003];

const asText = (value) => (/string|number/.test(typeof value) ? String(value) : '');
const messageOf = (error) => (error !== null && typeof error === 'object' ? asText(error.errMsg) || asText(error.message) : asText(error));

/** A code of an answer, which may be a text, or 0. */
function codeOf(error, name) {
  const code = asText(error !== null && typeof error === 'object' ? error[name] : name === 'errCode' && error);
  return Number(code) === (parseFloat(code) | 0) ? Number(code) : 0;
}

/** Whether an answer that came as a success is a failure. */
export const isFailure = (answer) => codeOf(answer, 'errCode') !== 0 || codeOf(answer, 'errno') !== 0 || /:fail/i.test(messageOf(answer));

/** The failure of this host call, for an error of any shape. */
export function failureOf(call, scope, error) {
  const message = messageOf(error).slice(0, MAX_MESSAGE);
  const [errCode, errno] = [codeOf(error, 'errCode'), codeOf(error, 'errno')];
  const specific = [errno, errCode].filter((code) => !GENERAL.includes(code));
  // `authorize` documents no `errCode`.
  const codesFrom = call === 'authorize' ? 4 : 1;
  const byWords = CAUSES.find((row) => row[3] && row[3].test(message));
  const byCode = (code) => code !== 0 && CAUSES.find((row) => row.indexOf(code, codesFrom) > 0);
  let cause = byWords || (specific.length ? byCode(specific[0]) || byCode(specific[1] || 0) : byCode(errno) || byCode(errCode)) || causeNamed('Other');
  const about = scope || message;
  if (cause[0] === 'WechatNoRecord' && /camera/i.test(about) && !/record|microphone/i.test(about)) cause = causeNamed('WechatNoCamera');
  return failure(cause[0], specific.includes(errCode) ? errCode : specific[0] || errCode || errno, message);
}

/** A failure with this cause. */
export function failure(cause, code = 0, message = '') {
  const [, errCode, sentence] = causeNamed(cause);
  return { cause, code: errCode || (cause === 'Other' ? code : 0), message, sentence };
}
