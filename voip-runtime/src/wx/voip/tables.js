// The glue between a page's wasm module and the host: it makes the host calls of the module and passes the answers to it.
// The other side is `wx/glue/imports.rs` and `wx/module/exports.rs` of voip-runtime; each function here has its counterpart
// there.
//
// ES5 and CommonJS, without anything that app-service JavaScript does not have: no TextDecoder, no BigInt, no fetch.
//
// `cargo xtask glue` joins the files of this folder into one script, in this order:
//
// - `tables.js`: types, constants, and the tables that the module has too
// - `values.js`, `failures.js`: convert text, results and failures
// - `show.js`: shows what a module has changed
// - `app.js`: what the pages of an app share, which is the room, and whether calls are enabled
// - `module.js`: loads a module. It has the functions that the module calls (`imports`), host calls and their answers
//   (`perform`, `succeed`, `fail`), and `enter`, through which all calls into the module go
// - `page.js`: a page, which passes the inputs of its user to its module (`ready`, `push`)
// - `component.js`: the options of a component (`exports.page`). To follow a tap, begin here
// - `open.js`: a page without a component (`exports.open`), for projects with scripts of their own
// - `recorder.js`: only in a build that records. There, a comment that begins with `record: ` is a statement
'use strict';

/**
 * The declaration of a page: its route, the path of its module in the package, the fingerprint of the build, and its fields.
 * A field is its name, its initial value (a list for contacts), its kind (the options of a picker, 1 for an openid, 0 for
 * others) and, if the page's address can set it, the name of the parameter. With `show`, the module is notified when the page
 * is opened and shown; with `load`, it loads data then, so the page shows that it loads before the module runs; with `ring`,
 * the module is notified whether the device reports members. `record` is for a build that records.
 * @typedef {{
 *   route: string, module: string, fingerprint: string, fields: any[][], show?: boolean, load?: boolean, ring?: boolean,
 *   record?: any[]
 * }} Declaration
 */

/**
 * An open page. `number` is its address in the module (0: it is not open there), `awaited` the number of host calls that
 * are not answered, `timers` its timers by their reply, `step` and `reply` the last step and its reply (0: it has ended).
 * For a declaration with `show`, `query` are the parameters of its address, if it was opened with one, and `shown` whether it
 * was shown.
 * `known` are the values of its fields that the module has, `queried` the texts of its address that the module does not
 * have yet, and `invalid` the messages of fields that cannot hold their value. `next` holds data and `events` holds changes
 * of state that are not shown yet.
 * @typedef {{
 *   component: any, declaration: Declaration, host: any, module?: any, number: number, awaited: number,
 *   timers: {[reply: string]: any}, step?: any, reply?: number, query?: any, shown?: boolean, left?: boolean, known: any[],
 *   queried: any[], invalid: {[field: string]: string}, next?: any, events: any[], log?: any
 * }} Page
 */

/**
 * The version of the ABI between this file and a module; the states, by their numbers; and the causes, by their numbers
 * from 1: the name, the host's `errCode` or null, the sentence that the page shows, the words in a message that stand for
 * it, and each `errno`. The last one is for anything else.
 */
// generated: tables, by tests/tests/facts.rs
var ABI = 4;
var STATES = ['Idle', 'Authorizing', 'Enabling', 'Joining', 'InCall', 'Failed'];
/** @type {any[][]} */
var CAUSES = [
  ['PrivacyRefused', null, '未同意隐私保护指引', 'privacy permission is not authorized', 104],
  ['PrivacyUndeclared', null, '隐私保护指引未声明麦克风或摄像头', 'privacy agreement|announce your privacy|privacy api banned', 112, 1025, 1026],
  ['Denied', null, '未授权使用麦克风或摄像头', 'auth den|authorize den|auth cancel|authorize cancel', 103],
  ['WechatNoCamera', -30001, '微信没有摄像头权限', 'wechat has no camera'],
  ['WechatNoRecord', -30002, '微信没有麦克风权限', 'wechat has no record|system permission den', 3, 1107002, 1107013],
  ['NoCamera', -30004, '小程序没有摄像头权限', 'has no camera'],
  ['NoRecord', -30003, '小程序没有麦克风权限', 'has no record'],
  ['NotInForeground', null, '小程序不在前台', 'runningState=background', 1107003],
  ['NotOpen', -20000, '小程序未开通音视频通话', 'has no permission|access denied|not open 1v1 chat', 102],
  ['OnCall', -20002, '正在通话中', '\\bon call\\b', 1107001],
  ['OccupiedByOther', -20003, '通话功能正被占用', 'occupied by other'],
  ['DeviceNotSupported', -20001, '当前设备不支持通话', 'device not support|开发者工具'],
  ['Unsupported', null, '当前微信版本不支持通话', 'not support', 100],
  ['AlreadyInRoom', -1, '已在房间内', 'already in room'],
  ['RecorderOccupied', -2, '录音设备被占用'],
  ['LeftWhileJoining', -3, '呼叫时已退出'],
  ['Internal', -30000, '微信内部错误', '', 4],
  ['Timeout', null, '等待超时', '', 5],
  ['System', -1000, '系统错误', '', 1000, 1003],
  ['InvalidOptions', null, '通话参数有误', '', 101, 110, 1001],
  ['Network', null, '网络异常', '', 108, 109],
  ['InvalidOpenid', null, 'openid无效', '', 1004],
  ['NoAnswer', null, '无人接听'],
  ['Interrupted', null, '通话被中断'],
  ['App', null, '呼叫未完成'],
  ['Other', null, '微信返回了未知错误']
];
// end of generated
var FLAGS = ['busy', 'reachable', 'connected', 'loading'], LOADING = 3;
var TAP = 0, RECEIVE = 1, HANG_UP = 2, DISMISS = 3, CANCEL = 4, LEAVE = 5, SHOW = 6, MAKE_UNREACHABLE = 7, LOAD = 8;
/** A tap on the button of the first contact. */
var CONTACT = 9;
// Fewer than two members (0), two or more (1), and so on.
var ENDED = 2, INTERRUPTED = 3, UNREACHABLE = 4, REPORTS_NONE = 6;
/** In the app's storage: that this device has reported the members of a room. */
var REPORTS = 'voip.members';
var ENABLE = 'setEnable1v1Chat', JOIN = 'join1v1Chat', EXIT = 'exitVoIPChat';
var TIMEOUT = numberOf('Timeout');

var isArray = Array.isArray;

var REBUILD = ' are of different builds: run cargo voip build again';
/** What a page shows that its module gave up, did not load, or that is of another build than its module. */
var STOPPED = '页面出错了，请重试', NOT_LOADED = '页面加载失败，请点击重试', MISMATCH = '页面与程序版本不一致，请重新构建', INVALID = '请正确填写';
/** The maximum length of a message of the host. */
var MAX_MESSAGE = 2000;
/** How long to wait until a room is left, and until a module is loaded, in milliseconds. */
var EXIT_LIMIT = 5000, LOAD_LIMIT = 20000;
/** The maximum depth of a result. Deeper values become null, since the result may be cyclic. */
var MAX_DEPTH = 32;
/** The maximum size of a result, in bytes. */
var MAX_BYTES = 4000000;
