//! The functions that the glue, `voip.js`, provides to a module.
//!
//! All parameters are numbers; a text is an address and a length. The length of a constant text has the flag [`FIXED`]:
//! the glue then reads it only once.

/// The flag in the length of a constant text.
pub(super) const FIXED: usize = 1 << 31;

// SAFETY: `voip.js` has functions with these parameters, and a module with other imports does not start. They only read
// memory, and never beyond its end, for any arguments. The exports that they call in turn are called as
// `wx/module/exports.rs` requires. So calling them is safe.
#[allow(unsafe_code, reason = "this is the ABI")]
#[link(wasm_import_module = "voip")]
unsafe extern "C" {
    /// Starts an object as the next value.
    pub(crate) safe fn object();
    /// Starts a list as the next value.
    pub(crate) safe fn list();
    /// Ends the innermost object or list.
    pub(crate) safe fn end();
    /// Sets the name of the next value of an object.
    pub(crate) safe fn key(at: *const u8, length: usize);
    /// Adds a text.
    pub(crate) safe fn text(at: *const u8, length: usize);
    /// Adds a number.
    pub(crate) safe fn number(number: f64);
    /// Adds `false` (0), `true` (1) or `null` (2).
    pub(crate) safe fn truth(truth: u32);

    /// Makes a host call with this name. Its options are the value that was built. The answer goes to `reply`; it is
    /// ignored if `reply` is 0. The events of the call that a join places have the number of its reply too.
    pub(crate) safe fn call(page: *const (), reply: u32, at: *const u8, length: usize);
    /// Asks the user, then opens the settings page.
    pub(crate) safe fn settings(page: *const (), reply: u32);
    /// Answers after this many milliseconds. Each reply has its own timer.
    pub(crate) safe fn sleep(page: *const (), reply: u32, milliseconds: f64);
    /// The time, in milliseconds since a fixed moment.
    pub(crate) safe fn now() -> f64;

    /// The decimal number that this text stands for, or NaN.
    pub(crate) safe fn decimal(at: *const u8, length: usize) -> f64;
    /// Whether the page's address has a parameter with this name. If so, its text is in the buffer.
    pub(crate) safe fn query(page: *const (), at: *const u8, length: usize) -> u32;

    /// The state changed. `cause` is the number of the cause, or 0 without one; `code` is the code of a cause without a
    /// name; the text is the host's message.
    pub(crate) safe fn change(
        page: *const (),
        from: u32,
        to: u32,
        cause: u32,
        code: i32,
        message: *const u8,
        length: usize,
    );
    /// A flag of the page changed: busy (0), reachable (1), connected (2) or loading (3).
    pub(crate) safe fn flag(page: *const (), flag: u32, on: u32);
    /// The failure that the page shows changed: this text, or the sentence of the cause if the text is empty. `cause` is 0
    /// if there is no failure.
    pub(crate) safe fn error(page: *const (), cause: u32, words: *const u8, length: usize);
    /// The field with this index has the value that was built.
    pub(crate) safe fn field(page: *const (), index: usize);
    /// The task with this name failed, with this cause and this text, which may be empty. If `cause` is 0, a function with this
    /// name was not started, since it still runs.
    pub(crate) safe fn task(
        page: *const (),
        name: *const u8,
        name_length: usize,
        cause: u32,
        code: i32,
        text: *const u8,
        length: usize,
    );

    /// The module panicked at this line of this file.
    #[cfg(feature = "phone")]
    pub(crate) safe fn panic(file: *const u8, length: usize, line: u32);
}
