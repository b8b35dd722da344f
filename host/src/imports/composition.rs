//! `mzhost:composition/composition`.

use mzhost_core::operation::{ExecOptions, Operation, Reply};

use super::Bridge;
use super::bridge::unexpected;
use super::convert::count;
use crate::bindings::mzhost::composition::composition::{
    Address, ContainerState, ExitStatus, Host, ResourceUsage,
};
use crate::bindings::mzhost::composition::types::{
    Data, Error, ExecOptions as WitExecOptions, Execution, Text,
};

/// The options of `exec` and `run`: a non-zero exit code is an error.
fn checked() -> ExecOptions {
    ExecOptions {
        check: true,
        ..ExecOptions::default()
    }
}

impl Bridge {
    async fn execution(&mut self, operation: Operation) -> Result<Execution, Error> {
        match self.ask(operation).await? {
            Reply::Execution(execution) => Ok(execution.into()),
            other => Err(unexpected(&other)),
        }
    }

    async fn text(&mut self, operation: Operation) -> Result<Text, Error> {
        match self.ask(operation).await? {
            Reply::Text(text) => Ok(text.into()),
            other => Err(unexpected(&other)),
        }
    }
}

impl Host for Bridge {
    async fn up(&mut self, services: Vec<String>) -> Result<(), Error> {
        self.unit(Operation::Up {
            services,
            wait: true,
            timeout_ms: None,
        })
        .await
    }

    async fn up_within(&mut self, services: Vec<String>, timeout_ms: u32) -> Result<(), Error> {
        self.unit(Operation::Up {
            services,
            wait: true,
            timeout_ms: Some(timeout_ms),
        })
        .await
    }

    async fn up_no_wait(&mut self, services: Vec<String>) -> Result<(), Error> {
        self.unit(Operation::Up {
            services,
            wait: false,
            timeout_ms: None,
        })
        .await
    }

    async fn wait_ready(&mut self, services: Vec<String>, timeout_ms: u32) -> Result<(), Error> {
        self.unit(Operation::WaitReady {
            services,
            timeout_ms,
        })
        .await
    }

    async fn down(&mut self) -> Result<(), Error> {
        self.unit(Operation::Down { volumes: false }).await
    }

    async fn down_volumes(&mut self) -> Result<(), Error> {
        self.unit(Operation::Down { volumes: true }).await
    }

    async fn start(&mut self, services: Vec<String>) -> Result<(), Error> {
        self.unit(Operation::Start { services }).await
    }

    async fn stop(&mut self, services: Vec<String>) -> Result<(), Error> {
        self.unit(Operation::Stop {
            services,
            grace_ms: None,
        })
        .await
    }

    async fn stop_within(&mut self, services: Vec<String>, grace_ms: u32) -> Result<(), Error> {
        self.unit(Operation::Stop {
            services,
            grace_ms: Some(grace_ms),
        })
        .await
    }

    async fn restart(&mut self, services: Vec<String>) -> Result<(), Error> {
        self.unit(Operation::Restart { services }).await
    }

    async fn pause(&mut self, services: Vec<String>) -> Result<(), Error> {
        self.unit(Operation::Pause { services }).await
    }

    async fn unpause(&mut self, services: Vec<String>) -> Result<(), Error> {
        self.unit(Operation::Unpause { services }).await
    }

    async fn kill(&mut self, services: Vec<String>) -> Result<(), Error> {
        self.kill_with(services, "SIGKILL".to_owned()).await
    }

    async fn kill_with(&mut self, services: Vec<String>, signal: String) -> Result<(), Error> {
        self.unit(Operation::Kill { services, signal }).await
    }

    async fn rm(&mut self, services: Vec<String>) -> Result<(), Error> {
        self.unit(Operation::Rm { services }).await
    }

    async fn rm_volumes(&mut self, names: Vec<String>) -> Result<(), Error> {
        self.unit(Operation::RmVolumes { names }).await
    }

    async fn exec(&mut self, service: String, command: Vec<String>) -> Result<Execution, Error> {
        self.execution(Operation::Exec {
            service,
            command,
            options: checked(),
        })
        .await
    }

    async fn exec_with(
        &mut self,
        service: String,
        command: Vec<String>,
        options: WitExecOptions,
    ) -> Result<Execution, Error> {
        self.execution(Operation::Exec {
            service,
            command,
            options: options.into(),
        })
        .await
    }

    async fn run(&mut self, service: String, command: Vec<String>) -> Result<Execution, Error> {
        self.execution(Operation::RunOnce {
            service,
            command,
            options: checked(),
        })
        .await
    }

    async fn run_with(
        &mut self,
        service: String,
        command: Vec<String>,
        options: WitExecOptions,
    ) -> Result<Execution, Error> {
        self.execution(Operation::RunOnce {
            service,
            command,
            options: options.into(),
        })
        .await
    }

    async fn copy_in(
        &mut self,
        service: String,
        path: String,
        content: Vec<u8>,
        mode: u32,
    ) -> Result<(), Error> {
        self.unit(Operation::CopyIn {
            service,
            path,
            content,
            mode,
        })
        .await
    }

    async fn copy_out(&mut self, service: String, path: String) -> Result<Data, Error> {
        match self.ask(Operation::CopyOut { service, path }).await? {
            Reply::Data(data) => Ok(data.into()),
            other => Err(unexpected(&other)),
        }
    }

    async fn logs(&mut self, service: String, lines: u32) -> Result<Text, Error> {
        self.text(Operation::Logs { service, lines }).await
    }

    async fn port(&mut self, service: String, container_port: u16) -> Result<Address, Error> {
        match self
            .ask(Operation::Port {
                service,
                container_port,
            })
            .await?
        {
            Reply::Address { host, port } => Ok(Address { host, port }),
            other => Err(unexpected(&other)),
        }
    }

    async fn state(&mut self, service: String) -> Result<ContainerState, Error> {
        match self.ask(Operation::State { service }).await? {
            Reply::State(state) => Ok(ContainerState {
                status: state.status,
                ready: state.ready,
                exit_code: state.exit_code,
                oom_killed: state.oom_killed,
                restarts: state.restarts,
            }),
            other => Err(unexpected(&other)),
        }
    }

    async fn stats(&mut self, service: String) -> Result<ResourceUsage, Error> {
        match self.ask(Operation::Stats { service }).await? {
            Reply::Usage(usage) => Ok(ResourceUsage {
                memory_bytes: count(usage.memory),
                memory_peak_bytes: usage.memory_peak.map(count),
                memory_limit_bytes: count(usage.memory_limit),
                cpu_seconds: usage.cpu_seconds,
                processes: count(usage.processes),
            }),
            other => Err(unexpected(&other)),
        }
    }

    async fn inspect(&mut self, service: String) -> Result<Text, Error> {
        self.text(Operation::Inspect { service }).await
    }

    async fn wait_for_exit(
        &mut self,
        services: Vec<String>,
        timeout_ms: u32,
    ) -> Result<Vec<ExitStatus>, Error> {
        match self
            .ask(Operation::WaitForExit {
                services,
                timeout_ms,
            })
            .await?
        {
            Reply::Exits(exits) => Ok(exits
                .into_iter()
                .map(|(service, exit_code)| ExitStatus { service, exit_code })
                .collect()),
            other => Err(unexpected(&other)),
        }
    }

    async fn wait_for_log(
        &mut self,
        service: String,
        pattern: String,
        timeout_ms: u32,
    ) -> Result<String, Error> {
        match self
            .ask(Operation::WaitForLog {
                service,
                pattern,
                timeout_ms,
            })
            .await?
        {
            Reply::Line(line) => Ok(line),
            other => Err(unexpected(&other)),
        }
    }

    async fn wait_for_port(
        &mut self,
        service: String,
        container_port: u16,
        timeout_ms: u32,
    ) -> Result<(), Error> {
        self.unit(Operation::WaitForPort {
            service,
            container_port,
            timeout_ms,
        })
        .await
    }

    async fn wait_for_http(
        &mut self,
        service: String,
        container_port: u16,
        path: String,
        status: u16,
        timeout_ms: u32,
    ) -> Result<(), Error> {
        self.unit(Operation::WaitForHttp {
            service,
            container_port,
            path,
            status,
            timeout_ms,
        })
        .await
    }

    async fn wait_for_command(
        &mut self,
        service: String,
        command: Vec<String>,
        timeout_ms: u32,
    ) -> Result<Execution, Error> {
        self.execution(Operation::WaitForCommand {
            service,
            command,
            timeout_ms,
        })
        .await
    }

    async fn workflow(&mut self, name: String, args: Vec<String>) -> Result<(), Error> {
        self.unit(Operation::Workflow { name, args }).await
    }
}
