//! The permissions of a call.

/// A permission that `wx.authorize` asks the user for, one scope for each host call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// The microphone: `scope.record`.
    Record,
    /// The camera: `scope.camera`.
    Camera,
}

impl Scope {
    /// Every scope.
    pub const ALL: &'static [Self] = &[Self::Record, Self::Camera];

    /// The host's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Record => "scope.record",
            Self::Camera => "scope.camera",
        }
    }
}
