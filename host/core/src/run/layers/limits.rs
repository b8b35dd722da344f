//! Limits that hold for every call: their number, size of arguments, nested workflows, messages.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::code::Code;
use crate::fault::Fault;
use crate::operation::{CaseEnd, ExecOptions, JobWork, Operation, SqlTarget, TestFiles, TestInput};
use crate::perform::{Answer, BoxFuture, Call, Perform};
use crate::run::Limits;

pub(super) struct Limited {
    inner: Arc<dyn Perform>,
    limits: Limits,
    /// Calls so far.
    calls: AtomicUsize,
    /// Bytes of all messages so far.
    messages: AtomicUsize,
}

impl Limited {
    pub(super) fn new(inner: Arc<dyn Perform>, limits: Limits) -> Self {
        Self {
            inner,
            limits,
            calls: AtomicUsize::new(0),
            messages: AtomicUsize::new(0),
        }
    }

    fn check(&self, call: &Call) -> Result<(), Fault> {
        // The host does not let a guest go on that is refused for this: see `Bridge::ask` of the host.
        if self.calls.fetch_add(1, Ordering::Relaxed) >= self.limits.calls {
            return Err(Fault::new(
                Code::LimitCalls,
                format!(
                    "this run has made {} calls to the host, which is the limit; does a loop ask where it could wait?",
                    self.limits.calls
                ),
            ));
        }
        let size = input_size(&call.operation);
        if size > self.limits.input {
            return Err(Fault::new(
                Code::LimitInput,
                format!(
                    "the call brings {size} bytes, the limit is {}",
                    self.limits.input
                ),
            ));
        }
        let nests = matches!(
            call.operation,
            Operation::Workflow { .. }
                | Operation::JobStart {
                    work: JobWork::Workflow { .. }
                }
        );
        if nests && call.caller.depth + 1 >= self.limits.depth {
            return Err(Fault::new(
                Code::LimitDepth,
                format!(
                    "workflow {:?} is nested {} deep, the limit is {}; does a workflow call itself?",
                    call.caller.workflow,
                    call.caller.depth + 1,
                    self.limits.depth
                ),
            ));
        }
        if matches!(
            call.operation,
            Operation::Log { .. }
                | Operation::CaseEnd {
                    end: CaseEnd::Failed(_),
                    ..
                }
        ) {
            let sum = self.messages.fetch_add(size, Ordering::Relaxed) + size;
            if sum > self.limits.messages {
                return Err(Fault::new(
                    Code::LimitOutput,
                    format!(
                        "the messages of this run are larger than {} bytes",
                        self.limits.messages
                    ),
                ));
            }
        }
        Ok(())
    }
}

impl Perform for Limited {
    fn perform(&self, call: Call) -> BoxFuture<'_, Answer> {
        match self.check(&call) {
            Ok(()) => self.inner.perform(call),
            Err(fault) => Box::pin(std::future::ready(Err(fault))),
        }
    }
}

fn test_files_size(files: &TestFiles) -> usize {
    let input = match &files.input {
        TestInput::Globs(globs) => globs.iter().map(String::len).sum(),
        TestInput::Source { name, text } => name.len() + text.len(),
    };
    let options = files.options.iter();
    let options = options.map(|option| option.name.len() + option.value.len());
    input + options.sum::<usize>()
}

fn optional(text: Option<&String>) -> usize {
    text.map_or(0, String::len)
}

fn target(target: &SqlTarget) -> usize {
    let SqlTarget {
        service,
        port: _,
        user,
        password,
        database,
        tls: _,
    } = target;
    service.len() + user.len() + optional(password.as_ref()) + database.len()
}

/// Bytes that a call brings.
fn input_size(operation: &Operation) -> usize {
    use Operation as Op;
    let words = |list: &[String]| list.iter().map(String::len).sum::<usize>();
    let options = |options: &ExecOptions| {
        let env = options
            .env
            .iter()
            .map(|(name, value)| name.len() + value.len());
        let place = optional(options.user.as_ref()) + optional(options.working_dir.as_ref());
        options.input.as_ref().map_or(0, Vec::len) + place + env.sum::<usize>()
    };
    let cells = |cells: &[Option<String>]| cells.iter().flatten().map(String::len).sum::<usize>();
    match operation {
        Op::Up { services, .. }
        | Op::WaitReady { services, .. }
        | Op::Start { services }
        | Op::Stop { services, .. }
        | Op::Restart { services }
        | Op::Pause { services }
        | Op::Unpause { services }
        | Op::Rm { services }
        | Op::WaitForExit { services, .. } => words(services),
        Op::Logs { service, .. }
        | Op::Port { service, .. }
        | Op::State { service }
        | Op::Stats { service }
        | Op::Inspect { service }
        | Op::WaitForPort { service, .. } => service.len(),
        Op::SqlConnect { target: to, .. } => target(to),
        Op::RmVolumes { names } => words(names),
        Op::Kill { services, signal } => words(services) + signal.len(),
        Op::Exec {
            service,
            command,
            options: with,
        }
        | Op::RunOnce {
            service,
            command,
            options: with,
        }
        | Op::JobStart {
            work:
                JobWork::Exec {
                    service,
                    command,
                    options: with,
                },
        } => service.len() + words(command) + options(with),
        Op::WaitForCommand {
            service, command, ..
        } => service.len() + words(command),
        Op::CopyIn {
            service,
            content,
            path,
            ..
        } => service.len() + content.len() + path.len(),
        Op::WaitForLog {
            service, pattern, ..
        } => service.len() + pattern.len(),
        Op::HttpRequest {
            service,
            method,
            path,
            headers,
            body,
            ..
        } => {
            let headers = headers.iter();
            let headers = headers.map(|header| header.name.len() + header.value.len());
            service.len() + method.len() + path.len() + body.len() + headers.sum::<usize>()
        }
        Op::Workflow { name, args }
        | Op::JobStart {
            work: JobWork::Workflow { name, args },
        } => name.len() + words(args),
        Op::SqlQuery {
            statement, params, ..
        }
        | Op::SqlExecute {
            statement, params, ..
        } => statement.len() + cells(params),
        Op::TestFiles(files)
        | Op::JobStart {
            work: JobWork::TestFiles(files),
        } => test_files_size(files),
        Op::SqlBatch { statements, .. } => statements.len(),
        Op::SqlWaitForRows {
            target: to,
            query,
            expected,
            ..
        } => target(to) + query.len() + expected.iter().map(|row| cells(row)).sum::<usize>(),
        Op::JobStart {
            work:
                JobWork::Sql {
                    target: to,
                    statements,
                },
        } => target(to) + words(statements),
        Op::CopyOut { service, path } | Op::WaitForHttp { service, path, .. } => {
            service.len() + path.len()
        }
        Op::FileRead { path, .. } => path.len(),
        Op::CaseEnd {
            end: CaseEnd::Failed(fault),
            ..
        } => {
            let details = fault.details.iter();
            let details = details.map(|detail| detail.key.len() + detail.value.len());
            fault.message.len() + details.sum::<usize>()
        }
        Op::Override { document: text }
        | Op::CaseStart { name: text }
        | Op::FileFind { glob: text }
        | Op::Log { message: text, .. }
        | Op::VariableGet { name: text } => text.len(),
        Op::Down { .. }
        | Op::SqlClose { .. }
        | Op::OverrideClose { .. }
        | Op::CaseEnd { .. }
        | Op::JobPoll { .. }
        | Op::JobWait { .. }
        | Op::JobCancel { .. }
        | Op::Seed
        | Op::Project
        | Op::CatalogKinds => 0,
        Op::CatalogService {
            kind,
            parameters,
            overrides,
        } => kind.len() + parameters.len() + overrides.len(),
        Op::CatalogMerge { documents } => words(documents),
    }
}
