//! What the glue, `voip.js`, gives a page's module.
//!
//! Everything is a number; text is its address and its length. Text that never changes has [`FIXED`] added to
//! its length: the glue reads it once.

/// Added to the length of a text that never changes.
pub(super) const FIXED: usize = 1 << 31;

// SAFETY: `voip.js` has functions with these parameters, and a module that imports anything else does not
// start. Of memory they only read, and only as much as there is, whatever the numbers are. What they call in
// turn keeps the promise of `wx/module/exports.rs`. So calling them is safe.
#[allow(unsafe_code, reason = "this is the ABI")]
#[link(wasm_import_module = "voip")]
unsafe extern "C" {
    /// Opens an object, the next value.
    pub(crate) safe fn object();
    /// Opens a list, the next value.
    pub(crate) safe fn list();
    /// Closes the innermost object or list.
    pub(crate) safe fn end();
    /// The name of the next value, in an object.
    pub(crate) safe fn key(at: *const u8, length: usize);
    /// A text.
    pub(crate) safe fn text(at: *const u8, length: usize);
    /// A number.
    pub(crate) safe fn number(number: f64);
    /// 0 false, 1 true, 2 nothing.
    pub(crate) safe fn truth(truth: u32);

    /// Makes the page's host call of this name, with the value that was built as its options. The answer
    /// goes to `reply`; to nobody if that is 0.
    pub(crate) safe fn call(page: *const (), reply: u32, at: *const u8, length: usize);
    /// Asks the user, then opens the settings page.
    pub(crate) safe fn settings(page: *const (), reply: u32);
    /// Answers after so many milliseconds; a page has one such timer, and the newest counts.
    pub(crate) safe fn sleep(page: *const (), reply: u32, milliseconds: f64);
    /// Milliseconds since some moment.
    pub(crate) safe fn now() -> f64;
    /// Events of the page's joined call go to `watch`, instead of to any older one.
    pub(crate) safe fn watch(page: *const (), watch: u32);

    /// The state changed; with the number of the cause where there is one (0: there is none), the code of a
    /// cause that has no name, and the host's words.
    pub(crate) safe fn change(
        page: *const (),
        from: u32,
        to: u32,
        cause: u32,
        code: i32,
        message: *const u8,
        length: usize,
    );
    /// One of the page's flags: 0 busy, 1 reachable, 2 connected.
    pub(crate) safe fn flag(page: *const (), flag: u32, on: u32);
    /// What the page shows as its failure: these words, or else those of the cause; 0 is none.
    pub(crate) safe fn error(page: *const (), cause: u32, words: *const u8, length: usize);
    /// The field of this index has the value that was built.
    pub(crate) safe fn field(page: *const (), index: usize);

    /// The module has panicked, at this line of this file.
    #[cfg(feature = "phone")]
    pub(crate) safe fn panic(file: *const u8, length: usize, line: u32);
}
