//! Limits that hold for every call: size of arguments, nested workflows, messages.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::code::Code;
use crate::fault::Fault;
use crate::operation::{CaseEnd, ExecOptions, JobWork, Operation, TestFiles, TestInput};
use crate::perform::{Answer, BoxFuture, Call, Perform};
use crate::run::Limits;

pub(super) struct Limited {
    inner: Arc<dyn Perform>,
    limits: Limits,
    /// Bytes of all messages so far.
    messages: AtomicUsize,
}

impl Limited {
    pub(super) fn new(inner: Arc<dyn Perform>, limits: Limits) -> Self {
        Self {
            inner,
            limits,
            messages: AtomicUsize::new(0),
        }
    }

    fn check(&self, call: &Call) -> Result<(), Fault> {
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
        if let Operation::Log { message, .. } = &call.operation {
            let sum = self.messages.fetch_add(message.len(), Ordering::Relaxed) + message.len();
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

/// Bytes that a call brings.
fn input_size(operation: &Operation) -> usize {
    use Operation as Op;
    let words = |list: &[String]| list.iter().map(String::len).sum::<usize>();
    let options = |options: &ExecOptions| {
        let env = options
            .env
            .iter()
            .map(|(name, value)| name.len() + value.len());
        options.input.as_ref().map_or(0, Vec::len) + env.sum::<usize>()
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
        Op::RmVolumes { names } => words(names),
        Op::Kill { services, signal } => words(services) + signal.len(),
        Op::Exec {
            command,
            options: with,
            ..
        }
        | Op::RunOnce {
            command,
            options: with,
            ..
        }
        | Op::JobStart {
            work:
                JobWork::Exec {
                    command,
                    options: with,
                    ..
                },
        } => words(command) + options(with),
        Op::WaitForCommand { command, .. } => words(command),
        Op::CopyIn { content, path, .. } => content.len() + path.len(),
        Op::WaitForLog { pattern, .. } => pattern.len(),
        Op::HttpRequest {
            method,
            path,
            headers,
            body,
            ..
        } => {
            let headers = headers.iter();
            let headers = headers.map(|header| header.name.len() + header.value.len());
            method.len() + path.len() + body.len() + headers.sum::<usize>()
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
            query, expected, ..
        } => query.len() + expected.iter().map(|row| cells(row)).sum::<usize>(),
        Op::JobStart {
            work: JobWork::Sql { statements, .. },
        } => words(statements),
        Op::CopyOut { path, .. } | Op::WaitForHttp { path, .. } | Op::FileRead { path, .. } => {
            path.len()
        }
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
        | Op::Logs { .. }
        | Op::Port { .. }
        | Op::State { .. }
        | Op::Stats { .. }
        | Op::Inspect { .. }
        | Op::WaitForPort { .. }
        | Op::SqlConnect { .. }
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
