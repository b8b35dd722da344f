//! What becomes of services and their images.

use super::super::style::Verbosity;
use super::super::text::{duration, exit_code, sanitize};
use super::Terminal;
use crate::event::{ServiceState, Step};

impl Terminal {
    pub(super) fn service(
        &mut self,
        service: &str,
        state: ServiceState,
        ms: Option<u64>,
        code: Option<i32>,
    ) {
        let rare = matches!(state, ServiceState::Created | ServiceState::Removed) || self.cleaning;
        if rare && !self.shows(Verbosity::Verbose) {
            return;
        }
        let after = ms.map_or_else(String::new, |ms| format!(" after {}", duration(ms)));
        let what = match state {
            ServiceState::Created => "created".to_owned(),
            ServiceState::Started => "started".to_owned(),
            ServiceState::Ready => format!("{}{after}", self.style.green("ready")),
            ServiceState::Exited => match code {
                Some(0) => format!("exited with code 0{after}"),
                Some(code) => {
                    let text = format!("exited with code {}", exit_code(code));
                    format!("{}{after}", self.style.yellow(&text))
                }
                None => format!("exited{after}"),
            },
            ServiceState::Stopped => format!("stopped{after}"),
            ServiceState::Killed => format!("killed{after}"),
            ServiceState::Paused => "paused".to_owned(),
            ServiceState::Unpaused => "unpaused".to_owned(),
            ServiceState::Removed => "removed".to_owned(),
        };
        self.named(service, &what);
    }

    pub(super) fn image_replaced(&mut self, service: &str, was: Option<&str>, image: &str) {
        let was = was.unwrap_or("the one that would be built");
        let what = format!("image {} in place of {}", sanitize(image), sanitize(was));
        self.named(service, &what);
    }

    pub(super) fn up(&mut self, critical_path: &[Step], ms: u64) {
        let steps = critical_path.iter();
        let steps = steps.map(|step| format!("{} {}", sanitize(&step.service), duration(step.ms)));
        let path = steps.collect::<Vec<_>>().join(", then ");
        let text = format!("up in {}; waited for {path}", duration(ms));
        self.normal(&format!("  {}", self.style.dim(&text)));
    }
}
