//! What a developer must do before the first call.

use crate::config::Record;
use crate::report::Report;

/// The checklist, with what this build needs besides.
pub(super) fn checklist(report: &Report<'_>) -> String {
    let mut list = String::from(CHECKLIST);
    if report.uses_servers {
        list.push_str(SERVERS);
    }
    if let Some(project) = report.project {
        list = format!("{}\n{list}", project.configuration());
    } else if report.may_preload {
        list.push_str(PRELOAD);
    }
    if report.record != Record::Off {
        list.push_str(RECORD);
        list.push_str(if report.record == Record::Full { FULL } else { REDACTED });
    }
    list
}

const SERVERS: &str = "\
    · 如果页面访问服务器：在管理后台「开发管理 → 服务器域名」里把域名加入合法域名
      if the pages use servers, their domains are in the list of allowed domains in the admin console (合法域名)
";

const PRELOAD: &str = "\
    · 可选：在 app.js 里加上 require('./voip/voip.js').load('/voip/app.wasm')，页面打开时即可呼叫
      optional: add this line to app.js, so that the module is loaded before a page opens
";

const RECORD: &str = "
  录制 Recording
    · 此版本会录制，请勿发布。长按页面标题（作为组件时，长按其最后一行）即可复制录制；控制台和实时日志里也有
      this build records: do not release it. A long press on the page's title, or as a component on its last line, copies
      the recording; it is also on the console and in the realtime log. To replay it: `cargo run -- --replay FILE`
    · 在「用户隐私保护指引」里声明剪贴板（setClipboardData）
      the clipboard (setClipboardData) is declared in the privacy agreement
";

const REDACTED: &str = "    · openid 与输入的文字以代号代替
      openids, and what users and servers wrote, are replaced by aliases
";

const FULL: &str = "    · 录制含有输入的文字以及服务器的请求与回答，只有 openid 以代号代替
      it contains what users and servers wrote; only openids are replaced by aliases
";

const CHECKLIST: &str = "\
  首次通话之前 Before the first call
    · 小程序类目已通过审核，可使用音视频通话
      the mini-program's category is approved for voice and video calls (类目已通过审核)
    · 在管理后台「开发管理 → 接口设置」里打开音视频通话
      the interface for calls is enabled in the admin console (「接口设置」)
    · 在服务市场领取通话时长
      minutes are obtained from the service market (服务市场)
    · 在「用户隐私保护指引」里声明麦克风与摄像头
      microphone and camera are declared in the privacy agreement
    · 用两部真机测试，两边都打开小程序：开发者工具里不能一对一通话
      test on two real phones with the mini-program open on both: one-to-one calls do not work in the devtools
";
