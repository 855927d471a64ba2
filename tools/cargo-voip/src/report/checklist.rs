//! What a developer must do before the first call.

pub(super) const CHECKLIST: &str = "\
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
