//! The program that holds a container before its real command: `gate -- PROGRAM ARGUMENTS…`.
//!
//! It runs as the container's entrypoint, waits for one byte on standard input, gives the program an empty standard
//! input, and becomes the program by `execve`: same process, environment, user, folder and signals.
//!
//! The size of the state file says how far it is, so that the host can see it by one `HEAD` request:
//! 0 not yet run, 1 it holds, 2 it was opened, 3 there is no such program. A container that was opened once is not
//! held again, whoever starts it.
//!
//! Exit codes of its own: 1 the program cannot be run, 127 there is none, 125 the state file cannot be written, 75
//! standard input ended without a byte, 128 + N a signal N while it held.
//!
//! No crate and nothing of std: it is compiled by rustc alone and lies in every gated container.

#![no_main]
// With std, the linker keeps 300 KiB that nothing uses. Elsewhere than for musl this is only linted, with std.
#![cfg_attr(target_env = "musl", no_std)]
#![expect(
    unsafe_code,
    reason = "arguments and environment go to execve as they came, and std has neither that nor signals"
)]

use core::ffi::{CStr, c_char, c_int, c_uint, c_void};

#[cfg_attr(target_env = "musl", link(name = "c", kind = "static"))]
unsafe extern "C" {
    fn open(path: *const c_char, flags: c_int, mode: c_uint) -> c_int;
    fn read(fd: c_int, buffer: *mut c_void, count: usize) -> isize;
    fn write(fd: c_int, buffer: *const c_void, count: usize) -> isize;
    fn lseek(fd: c_int, offset: i64, whence: c_int) -> i64;
    fn dup2(from: c_int, to: c_int) -> c_int;
    fn close(fd: c_int) -> c_int;
    fn access(path: *const c_char, mode: c_int) -> c_int;
    fn signal(number: c_int, handler: usize) -> usize;
    fn getenv(name: *const c_char) -> *const c_char;
    fn execve(
        path: *const c_char,
        arguments: *const *const c_char,
        environment: *const *const c_char,
    ) -> c_int;
    fn strerror(number: c_int) -> *const c_char;
    fn __errno_location() -> *mut c_int;
    fn _exit(code: c_int) -> !;
    static environ: *const *const c_char;
}

/// Beside this program, made by the host for anybody to write.
const STATE: &CStr = c"/.mzhost-gate/state";
const DEV_NULL: &CStr = c"/dev/null";

const O_RDONLY: c_int = 0;
const O_RDWR: c_int = 2;
const O_CLOEXEC: c_int = 0o2_000_000;
const O_DIRECTORY: c_int = 0o200_000;
const SEEK_END: c_int = 2;
const X_OK: c_int = 1;
const SIG_IGN: usize = 1;
/// HUP, INT, QUIT, USR1, USR2, ALRM, TERM, WINCH, PWR: what images name as their stop signal, with the real-time ones.
const SIGNALS: [c_int; 9] = [1, 2, 3, 10, 12, 14, 15, 28, 30];
const REAL_TIME: core::ops::RangeInclusive<c_int> = 35..=64;

const HELD: i64 = 1;
const OPENED: i64 = 2;
const FAILED: i64 = 3;

/// Longest path of a program, as the kernel has it.
const PATH_MAX: usize = 4096;

/// Nothing here panics; the language wants it said.
#[cfg(target_env = "musl")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    // SAFETY: `_exit` may be called at any time.
    unsafe { _exit(125) }
}

/// The first process of a container ignores signals that it does not handle; while it holds, they must end it.
extern "C" fn on_signal(number: c_int) {
    // SAFETY: `_exit` may be called in a signal handler and does not return.
    unsafe { _exit(128 + number) }
}

/// What std's own `main` would do first, such as ignoring SIGPIPE, must not happen: the program would inherit it.
///
/// # Safety
///
/// Called by the C library alone, with `count` arguments and a null pointer after them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn main(count: c_int, arguments: *const *const c_char) -> c_int {
    if count < 3 {
        return 127;
    }
    // SAFETY: there are at least three arguments, all of them and the environment live as long as the process, and
    // all other pointers are to what lives in this function.
    unsafe {
        let program = arguments.add(2);
        let state = open(STATE.as_ptr(), O_RDWR | O_CLOEXEC, 0);
        if state < 0 {
            return 125;
        }
        let before = lseek(state, 0, SEEK_END);
        let mut path = [0; PATH_MAX];
        if !find(*program, &mut path) {
            reach(state, FAILED);
            return 127;
        }
        if before < OPENED {
            hold(state);
        }
        let null = open(DEV_NULL.as_ptr(), O_RDONLY, 0);
        if null > 0 {
            dup2(null, 0);
            close(null);
        }
        execve(path.as_ptr(), program, environ);
        tell(&path, *__errno_location());
    }
    1
}

/// Says why a program could not be run, in the words and with the exit code (1) of the container runtime, which finds
/// that out when the container has started already, too.
unsafe fn tell(path: &[c_char; PATH_MAX], error: c_int) {
    let reason = match error {
        2 => c"no such file or directory",
        8 => c"exec format error",
        13 => c"permission denied",
        // SAFETY: a text of the C library's own.
        other => unsafe { CStr::from_ptr(strerror(other)) },
    };
    // SAFETY: `joined` has ended the path with a null.
    unsafe {
        let path = CStr::from_ptr(path.as_ptr());
        for part in [c"exec ", path, c": ", reason, c"\n"] {
            write(2, part.as_ptr().cast(), part.count_bytes());
        }
    }
}

/// Waits for the byte that opens.
unsafe fn hold(state: c_int) {
    // SAFETY: as in `main`; the handler only exits. Handlers end with `execve`, signals that were ignored stay so.
    unsafe {
        for number in SIGNALS.into_iter().chain(REAL_TIME) {
            let handler: extern "C" fn(c_int) = on_signal;
            if signal(number, handler as usize) == SIG_IGN {
                signal(number, SIG_IGN);
            }
        }
        if !reach(state, HELD) {
            _exit(125);
        }
        let mut byte = [0_u8; 1];
        // The C library's `signal` lets a read go on after a signal, and the others stop and go on with the process.
        if read(0, byte.as_mut_ptr().cast(), 1) != 1 {
            _exit(75);
        }
        if !reach(state, OPENED) {
            _exit(125);
        }
    }
}

/// Makes the state file at least this long.
unsafe fn reach(state: c_int, size: i64) -> bool {
    // SAFETY: the buffer is one byte.
    unsafe {
        while lseek(state, 0, SEEK_END) < size {
            if write(state, c".".as_ptr().cast(), 1) != 1 {
                return false;
            }
        }
    }
    true
}

/// Looks a program up as the container runtime does: by its path if it has a slash, else along `PATH`.
unsafe fn find(name: *const c_char, path: &mut [c_char; PATH_MAX]) -> bool {
    // SAFETY: `name` is an argument and ends with a null; `PATH` lives as long as the environment.
    unsafe {
        let name = CStr::from_ptr(name).to_bytes();
        if name.is_empty() {
            return false;
        }
        if name.contains(&b'/') {
            return joined(path, &[name]) && is_program(path);
        }
        let folders = getenv(c"PATH".as_ptr());
        if folders.is_null() {
            return false;
        }
        CStr::from_ptr(folders)
            .to_bytes()
            .split(|byte| *byte == b':')
            .map(|folder| if folder.is_empty() { b"." } else { folder })
            .any(|folder| joined(path, &[folder, b"/", name]) && is_program(path))
    }
}

/// Writes the parts one after another with a null at their end; false when they are too long.
fn joined(path: &mut [c_char; PATH_MAX], parts: &[&[u8]]) -> bool {
    let bytes = parts.iter().copied().flatten().chain(&[0]);
    let mut places = path.iter_mut();
    for byte in bytes {
        let Some(place) = places.next() else {
            return false;
        };
        *place = c_char::from_ne_bytes([*byte]);
    }
    true
}

/// Whether a path can be run and is no folder.
unsafe fn is_program(path: &[c_char; PATH_MAX]) -> bool {
    // SAFETY: `joined` has ended the path with a null.
    unsafe {
        if access(path.as_ptr(), X_OK) != 0 {
            return false;
        }
        let folder = open(path.as_ptr(), O_DIRECTORY | O_CLOEXEC, 0);
        if folder < 0 {
            return true;
        }
        close(folder);
    }
    false
}
