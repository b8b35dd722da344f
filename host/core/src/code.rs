//! Error codes and exit codes: the one table of both. `docs/error-codes.md` is checked against it.

/// Declares the codes: variant, dotted name, exit code, meaning.
macro_rules! codes {
    ($($variant:ident = $name:literal, $exit:literal, $meaning:literal;)*) => {
        /// A documented error code of the host.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// All codes in the order of the documentation.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The dotted name that guests see.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The process's exit code when a run ends with this error.
            pub fn exit(self) -> u8 {
                match self { $(Code::$variant => $exit,)* }
            }

            /// One sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    WorkflowFailed = "workflow.failed", 1, "The workflow returned an error of its own.";
    Usage = "usage", 2, "The command line is wrong.";
    ProjectMissing = "project.missing", 3, "The folder or file is not there, or holds no composition.";
    BuildFailed = "build.failed", 4, "The guest's toolchain is missing or reported an error.";
    ComponentInvalid = "component.invalid", 5, "The file is not a WebAssembly component.";
    ComponentVersion = "component.version", 6, "The component was built for another version of the WIT package.";
    ComponentType = "component.type", 7, "An export or import of the component has the wrong type.";
    WorkflowUnknown = "workflow.unknown", 8, "The composition has no workflow of that name.";
    ServicesInvalid = "services.invalid", 9, "The Compose document is wrong, or the guest could not give one.";
    ServicesCycle = "services.cycle", 10, "Services depend on each other in a circle.";
    NameInvalid = "name.invalid", 11, "A name does not fit the engine's grammar.";
    ServiceUnknown = "service.unknown", 12, "The composition has no service of that name.";
    EngineUnreachable = "engine.unreachable", 13, "The Docker engine does not answer.";
    EngineError = "engine.error", 14, "The Docker engine refused a request.";
    ImageMissing = "image.missing", 15, "An image is not there and could not be pulled.";
    ImageBuild = "image.build", 16, "An image could not be built.";
    PortTaken = "port.taken", 17, "A host port is in use.";
    ServiceExited = "service.exited", 18, "A service's container exited when it should run.";
    ServiceUnhealthy = "service.unhealthy", 19, "A service did not become ready in time.";
    ServiceAbsent = "service.absent", 20, "A service has no running container.";
    ServicePort = "service.port", 21, "A port is not published, or nothing answers at it.";
    ExecFailed = "exec.failed", 22, "A command in a container failed.";
    FileError = "file.error", 23, "A file is missing, outside the composition's root, or could not be copied.";
    SqlError = "sql.error", 24, "The SQL server reported an error.";
    SqlConnect = "sql.connect", 25, "No SQL connection could be made.";
    SqlClosed = "sql.closed", 26, "The SQL connection is closed.";
    WaitTimeout = "wait.timeout", 27, "A condition was not met in time.";
    JobFailed = "job.failed", 28, "A background job failed and nobody waited for it.";
    JobCancelled = "job.cancelled", 29, "A background job was cancelled.";
    JobTimeout = "job.timeout", 30, "A background job did not end in the time that was waited for.";
    GuestPanic = "guest.panic", 31, "The guest panicked, trapped or exited.";
    GuestException = "guest.exception", 32, "An exception of the guest's language was not caught.";
    VolumeInUse = "volume.in-use", 36, "A volume that is to be removed belongs to a container that exists.";
    PolicyDenied = "policy.denied", 33, "The composition asked for something that was not granted.";
    Phase = "phase", 34, "The call is not allowed while the services are declared.";
    ArgumentInvalid = "argument.invalid", 35, "An argument of a call is wrong.";
    LimitMemory = "limit.memory", 40, "The guest reached its memory limit.";
    LimitOutput = "limit.output", 41, "The guest reached its limit on output.";
    LimitConnections = "limit.connections", 42, "The workflow has too many SQL connections open.";
    LimitJobs = "limit.jobs", 43, "The workflow has too many jobs.";
    LimitDepth = "limit.depth", 44, "Workflows are nested too deeply.";
    LimitInput = "limit.input", 45, "A document, list or text is larger than allowed.";
    LimitCalls = "limit.calls", 46, "The run has made too many calls to the host.";
    LimitHandles = "limit.handles", 47, "The guest holds too many resources.";
    LimitDisk = "limit.disk", 48, "The run's containers and volumes hold too much of the disk.";
    Io = "io", 50, "A file or folder of the machine could not be read or written.";
    TestFailed = "test.failed", 60, "A test file or test case failed: what it tests did not do what it expects.";
    TestInvalid = "test.invalid", 61, "A test file is wrong: it cannot be parsed, or names something that is not there.";
    TestEnvironment = "test.environment", 62, "A test file could not be run: a server that it needs does not answer.";
    Internal = "internal", 70, "A bug in mzhost.";
    LimitCpu = "limit.cpu", 123, "The time limit passed while the guest was computing.";
    LimitTime = "limit.time", 124, "The time limit passed while the guest was waiting for the host.";
    InterruptedHup = "interrupted.hup", 129, "SIGHUP ended the run.";
    Interrupted = "interrupted", 130, "Ctrl-C (SIGINT) ended the run.";
    InterruptedTerm = "interrupted.term", 143, "SIGTERM ended the run.";
}

/// The exit code for any error code; a guest's own code counts as a failed workflow.
pub fn exit_for(code: &str) -> u8 {
    Code::ALL
        .iter()
        .find(|known| known.name() == code)
        .map_or(Code::WorkflowFailed.exit(), |known| known.exit())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_and_exit_codes_are_unique() {
        let names: HashSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
        let exits: HashSet<_> = Code::ALL.iter().map(|code| code.exit()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        assert_eq!(exits.len(), Code::ALL.len());
    }

    #[test]
    fn a_code_of_the_guest_is_a_failed_workflow() {
        assert_eq!(exit_for("shop.out-of-stock"), 1);
        assert_eq!(exit_for("limit.time"), 124);
    }
}
