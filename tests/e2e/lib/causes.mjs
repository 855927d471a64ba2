/** Every cause: its name, its code where the host has one, and the sentence that a user reads. */
// generated: causes, by tests/tests/facts.rs
export const CAUSES = [
  ['PrivacyRefused', 0, '未同意隐私保护指引'],
  ['PrivacyUndeclared', 0, '隐私保护指引未声明麦克风或摄像头'],
  ['Denied', 0, '未授权使用麦克风或摄像头'],
  ['WechatNoCamera', -30001, '微信没有摄像头权限'],
  ['WechatNoRecord', -30002, '微信没有麦克风权限'],
  ['NoCamera', -30004, '小程序没有摄像头权限'],
  ['NoRecord', -30003, '小程序没有麦克风权限'],
  ['NotInForeground', 0, '小程序不在前台'],
  ['NotOpen', -20000, '小程序未开通音视频通话'],
  ['OnCall', -20002, '正在通话中'],
  ['OccupiedByOther', -20003, '通话功能正被占用'],
  ['DeviceNotSupported', -20001, '当前设备不支持通话'],
  ['Unsupported', 0, '当前微信版本不支持通话'],
  ['AlreadyInRoom', -1, '已在房间内'],
  ['RecorderOccupied', -2, '录音设备被占用'],
  ['LeftWhileJoining', -3, '呼叫时已退出'],
  ['Internal', -30000, '微信内部错误'],
  ['Timeout', 0, '等待超时'],
  ['System', -1000, '系统错误'],
  ['InvalidOptions', 0, '通话参数有误'],
  ['Network', 0, '网络异常'],
  ['InvalidOpenid', 0, 'openid无效'],
  ['NoAnswer', 0, '无人接听'],
  ['Interrupted', 0, '通话被中断'],
  ['App', 0, '呼叫未完成'],
  ['Other', 0, '微信返回了未知错误']
];
// end of generated

/** The causes that have a code. */
export const DOCUMENTED = CAUSES.filter(([, code]) => code !== 0)
  .map(([cause, code, sentence]) => ({ cause, code, sentence }));

/** The sentence of each cause. */
export const SENTENCE = Object.fromEntries(CAUSES.map(([cause, , sentence]) => [cause, sentence]));
