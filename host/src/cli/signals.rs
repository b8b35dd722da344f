//! Ctrl-C, SIGTERM and SIGHUP: the first asks for clean-up, a second Ctrl-C forces the end.

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Waits for signals.
pub(crate) struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

impl Signals {
    /// Catches the signals from now on.
    pub(crate) fn new() -> Result<Self, Fault> {
        let catch = |kind| {
            signal(kind).map_err(|error| {
                Fault::new(Code::Internal, format!("failed to catch signals: {error}"))
            })
        };
        Ok(Self {
            interrupt: catch(SignalKind::interrupt())?,
            terminate: catch(SignalKind::terminate())?,
            hang_up: catch(SignalKind::hangup())?,
        })
    }

    /// The next signal as the fault that ends the run.
    pub(crate) async fn next(&mut self) -> Fault {
        tokio::select! {
            _ = self.interrupt.recv() => Fault::new(Code::Interrupted, "interrupted by Ctrl-C"),
            _ = self.terminate.recv() => Fault::new(Code::InterruptedTerm, "ended by SIGTERM"),
            _ = self.hang_up.recv() => Fault::new(Code::InterruptedHup, "ended by SIGHUP"),
        }
    }
}
