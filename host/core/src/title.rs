//! What a person calls an operation: `exec of db`. For messages that say where a workflow was waiting.

use crate::operation::{JobWork, Operation, TestFiles, TestInput};

/// The operation in a few words, without anything secret or long.
pub fn title(operation: &Operation) -> String {
    use Operation as Op;
    match operation {
        Op::Up { services, .. } => of("up", services),
        Op::WaitReady { services, .. } => of("wait-ready", services),
        Op::Down { .. } => "down".to_owned(),
        Op::Start { services } => of("start", services),
        Op::Stop { services, .. } => of("stop", services),
        Op::Restart { services } => of("restart", services),
        Op::Pause { services } => of("pause", services),
        Op::Unpause { services } => of("unpause", services),
        Op::Kill { services, .. } => of("kill", services),
        Op::Rm { services } => of("rm", services),
        Op::RmVolumes { names } => format!("rm-volumes of {}", names.join(", ")),
        Op::Exec { service, .. } => format!("exec of {service}"),
        Op::RunOnce { service, .. } => format!("run of {service}"),
        Op::CopyIn { service, path, .. } => format!("copy-in of {path} to {service}"),
        Op::CopyOut { service, path } => format!("copy-out of {path} from {service}"),
        Op::Logs { service, .. } => format!("logs of {service}"),
        Op::Port { service, .. } => format!("port of {service}"),
        Op::State { service } => format!("state of {service}"),
        Op::Stats { service } => format!("stats of {service}"),
        Op::Inspect { service } => format!("inspect of {service}"),
        Op::WaitForExit { services, .. } => of("wait-for-exit", services),
        Op::WaitForLog { service, .. } => format!("wait-for-log of {service}"),
        Op::WaitForPort {
            service,
            container_port,
            ..
        } => format!("wait-for-port {container_port} of {service}"),
        Op::WaitForHttp { service, path, .. } => format!("wait-for-http {path} of {service}"),
        Op::WaitForCommand { service, .. } => format!("wait-for-command of {service}"),
        Op::Workflow { name, .. } => format!("workflow {name}"),
        Op::TestFiles(files) => test_files(files),
        Op::HttpRequest {
            service,
            method,
            path,
            ..
        } => format!("http request {method} {path} of {service}"),
        Op::SqlConnect { target, .. } => format!("sql connect to {}", target.service),
        Op::SqlQuery { .. } => "sql query".to_owned(),
        Op::SqlExecute { .. } => "sql execute".to_owned(),
        Op::SqlBatch { .. } => "sql batch".to_owned(),
        Op::SqlClose { .. } => "sql close".to_owned(),
        Op::SqlWaitForRows { target, .. } => format!("sql wait-for-rows of {}", target.service),
        Op::Override { .. } => "override of services".to_owned(),
        Op::OverrideClose { .. } => "end of an override of services".to_owned(),
        Op::CaseStart { name } => format!("test case {name}"),
        Op::CaseEnd { case, .. } => format!("end of test case {case}"),
        Op::JobStart { work } => match work {
            JobWork::Exec { service, .. } => format!("job exec of {service}"),
            JobWork::Sql { target, .. } => format!("job sql of {}", target.service),
            JobWork::Workflow { name, .. } => format!("job workflow {name}"),
            JobWork::TestFiles(files) => format!("job {}", test_files(files)),
        },
        Op::JobPoll { job } => format!("poll of job {job}"),
        Op::JobWait { job, .. } => format!("wait for job {job}"),
        Op::JobCancel { job } => format!("cancel of job {job}"),
        Op::FileRead { path, .. } => format!("read of file {path}"),
        Op::FileFind { glob } => format!("find of files {glob}"),
        Op::Log { .. } => "log".to_owned(),
        Op::VariableGet { name } => format!("get of variable {name}"),
        Op::Seed => "seed".to_owned(),
        Op::Project => "project".to_owned(),
        Op::CatalogKinds => "kinds of the catalog".to_owned(),
        Op::CatalogService { kind, .. } => format!("{kind} of the catalog"),
        Op::CatalogMerge { .. } => "merge of documents".to_owned(),
    }
}

/// Test files: `testdrive *.td`.
pub(crate) fn test_files(files: &TestFiles) -> String {
    let language = files.language.as_str();
    match &files.input {
        TestInput::Globs(globs) => format!("{language} {}", globs.join(", ")),
        TestInput::Source { name, .. } => format!("{language} {name}"),
    }
}

fn of(verb: &str, services: &[String]) -> String {
    if services.is_empty() {
        format!("{verb} of all services")
    } else {
        format!("{verb} of {}", services.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_services_or_says_all() {
        let start = |services: &[&str]| {
            title(&Operation::Start {
                services: services.iter().map(ToString::to_string).collect(),
            })
        };
        assert_eq!(start(&["db", "web"]), "start of db, web");
        assert_eq!(start(&[]), "start of all services");
    }
}
