//! What a pasted answer means, as the browser shows it.

use serde::Serialize;
use voip_runtime::State;
use voip_runtime::sim::Step;
use voip_runtime::spec::Spec;

use super::Text;
use super::causes::CauseText;
use crate::classify::{Classified, Pasted, SUCCESS, TakenEdge, meaning};

/// The cause of an answer that the user has pasted, or why it cannot be classified.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::serve) enum ClassifiedView {
    #[serde(rename_all = "camelCase")]
    Answer {
        host_call: String,
        /// Whether the host call is only assumed.
        assumed: bool,
        cause: NamedCause,
        message: String,
        err_code: Option<i32>,
        errno: Option<i32>,
        edge: Option<EdgeView>,
    },
    Why(Text),
}

/// A cause with its code and texts.
#[derive(Debug, Serialize)]
pub(in crate::serve) struct NamedCause {
    name: String,
    #[serde(flatten)]
    text: CauseText,
}

/// The edge that the page takes after an answer.
#[derive(Debug, Serialize)]
pub(in crate::serve) struct EdgeView {
    from: State,
    to: State,
    trigger: String,
    named: bool,
}

impl ClassifiedView {
    pub(in crate::serve) fn of(spec: &Spec, text: &str, step: Option<Step>) -> Self {
        let answer = match Pasted::parse(text) {
            Ok(answer) => answer,
            Err(why) => {
                let chinese = if text.trim().is_empty() {
                    "内容为空"
                } else {
                    "不是有效的 JSON：名称和文字要用双引号，例如 {\"errMsg\": \"join1v1Chat:fail\", \"errCode\": -1}"
                };
                return Self::Why(Text { english: why, chinese: chinese.into() });
            }
        };
        let error = answer.error();
        let Classified { host_call, is_assumed, is_success, cause, edge, .. } =
            Classified::of(spec, &error, step);
        if is_success {
            return Self::Why(Text {
                english: SUCCESS.into(),
                chinese: "这个回答是成功，没有错误原因。请粘贴失败的那次接口调用的回答。".into(),
            });
        }
        Self::Answer {
            host_call: host_call.into(),
            assumed: is_assumed,
            cause: NamedCause {
                name: cause.to_string(),
                text: CauseText::of(cause).with_english(meaning(cause)),
            },
            message: error.message.to_string(),
            err_code: error.err_code,
            errno: error.errno,
            edge: edge.map(|TakenEdge { from, to, trigger, is_named }| EdgeView {
                from,
                to,
                trigger,
                named: is_named,
            }),
        }
    }
}
