//! The services of the composition: their life, their commands, their files.

use std::time::Duration;

use crate::bindings::mzhost::composition::types::{Data, Execution, Text};
use crate::bindings::mzhost::composition::{composition as host, jobs};
use crate::cases;
use crate::command::{Command, InContainer, OneOff};
use crate::error::Error;
use crate::http::Request;
use crate::job::Job;
use crate::names::Names;
use crate::overrides::Override;
use crate::services::IntoDocument;
use crate::sql::Target;
use crate::{Address, ContainerState, ExitStatus, ResourceUsage};

/// The services of the composition. A workflow gets it from the host.
///
/// Where services are named, `"db"`, `["a", "b"]` or a vector do, and `[]` means all of them.
#[derive(Debug, Clone, Copy)]
pub struct Composition(());

impl Composition {
    pub(crate) fn new() -> Self {
        Self(())
    }

    /// Creates and starts services with all that they depend on, and waits until they are ready.
    /// What runs already and has not changed is left alone.
    pub fn up(&self, services: impl Names) -> Result<(), Error> {
        host::up(&services.into_names()).map_err(Error::from_wit)
    }

    /// [`up`](Self::up) with one limit for the whole.
    pub fn up_within(&self, services: impl Names, timeout: Duration) -> Result<(), Error> {
        host::up_within(&services.into_names(), milliseconds(timeout)).map_err(Error::from_wit)
    }

    /// [`up`](Self::up) without waiting for readiness, except where `depends_on` asks for it.
    pub fn up_no_wait(&self, services: impl Names) -> Result<(), Error> {
        host::up_no_wait(&services.into_names()).map_err(Error::from_wit)
    }

    /// Waits until services are ready: all probes pass, and what is meant to run once has exited with 0.
    pub fn wait_ready(&self, services: impl Names, timeout: Duration) -> Result<(), Error> {
        host::wait_ready(&services.into_names(), milliseconds(timeout)).map_err(Error::from_wit)
    }

    /// Removes all containers and networks; named volumes stay.
    pub fn down(&self) -> Result<(), Error> {
        host::down().map_err(Error::from_wit)
    }

    /// Removes all containers, networks and named volumes.
    pub fn down_volumes(&self) -> Result<(), Error> {
        host::down_volumes().map_err(Error::from_wit)
    }

    /// Starts containers that exist, and waits until they are ready.
    pub fn start(&self, services: impl Names) -> Result<(), Error> {
        host::start(&services.into_names()).map_err(Error::from_wit)
    }

    /// Stops gracefully: the stop signal, then SIGKILL after the service's `stop_grace_period`.
    pub fn stop(&self, services: impl Names) -> Result<(), Error> {
        host::stop(&services.into_names()).map_err(Error::from_wit)
    }

    /// [`stop`](Self::stop) with another grace period.
    pub fn stop_within(&self, services: impl Names, grace: Duration) -> Result<(), Error> {
        host::stop_within(&services.into_names(), milliseconds(grace)).map_err(Error::from_wit)
    }

    /// Stops and starts, and waits until ready.
    pub fn restart(&self, services: impl Names) -> Result<(), Error> {
        host::restart(&services.into_names()).map_err(Error::from_wit)
    }

    /// Freezes all processes.
    pub fn pause(&self, services: impl Names) -> Result<(), Error> {
        host::pause(&services.into_names()).map_err(Error::from_wit)
    }

    /// Lets frozen processes go on.
    pub fn unpause(&self, services: impl Names) -> Result<(), Error> {
        host::unpause(&services.into_names()).map_err(Error::from_wit)
    }

    /// Sends SIGKILL and waits for the exit.
    pub fn kill(&self, services: impl Names) -> Result<(), Error> {
        host::kill(&services.into_names()).map_err(Error::from_wit)
    }

    /// Sends a signal by name (`SIGTERM`, `HUP`) or number. Waits for the exit only after SIGKILL.
    pub fn kill_with(&self, services: impl Names, signal: &str) -> Result<(), Error> {
        host::kill_with(&services.into_names(), signal).map_err(Error::from_wit)
    }

    /// Stops services gracefully and removes their containers with their anonymous volumes. What is not there is no error; named
    /// volumes stay.
    pub fn rm(&self, services: impl Names) -> Result<(), Error> {
        host::rm(&services.into_names()).map_err(Error::from_wit)
    }

    /// Removes named volumes; the next [`up`](Self::up) makes them anew and empty. The error is `volume.in-use` when a container has
    /// one, running or not: [`rm`](Self::rm) those services first.
    pub fn rm_volumes(&self, names: impl Names) -> Result<(), Error> {
        host::rm_volumes(&names.into_names()).map_err(Error::from_wit)
    }

    /// Runs a command in a running container; a non-zero exit code is the error `exec.failed`.
    pub fn exec(&self, service: &str, command: impl Names) -> Result<Execution, Error> {
        host::exec(service, &command.into_names()).map_err(Error::from_wit)
    }

    /// A command in a running container, with options: finish it with `run` or, in the background, `start`.
    ///
    /// ```no_run
    /// # fn f(c: mzhost_guest::Composition) -> Result<(), mzhost_guest::Error> {
    /// let grep = c
    ///     .exec_with("db", ["grep", "-c", "x"])
    ///     .input("x\ny\n")
    ///     .user("postgres")
    ///     .unchecked()
    ///     .run()?;
    /// assert_eq!(grep.stdout(), "1");
    /// # Ok(())
    /// # }
    /// ```
    pub fn exec_with(&self, service: &str, command: impl Names) -> Command<InContainer> {
        Command::new(service, command.into_names())
    }

    /// Runs a command in a new container of the service, which is removed afterwards. Dependencies are
    /// brought up first. The empty command `[]` means the service's own.
    pub fn run(&self, service: &str, command: impl Names) -> Result<Execution, Error> {
        host::run(service, &command.into_names()).map_err(Error::from_wit)
    }

    /// [`run`](Self::run) with options.
    pub fn run_with(&self, service: &str, command: impl Names) -> Command<OneOff> {
        Command::new(service, command.into_names())
    }

    /// Writes a file into a container, created or running. `mode` is the permission bits, such as `0o644`.
    pub fn copy_in(
        &self,
        service: &str,
        path: &str,
        content: impl AsRef<[u8]>,
        mode: u32,
    ) -> Result<(), Error> {
        host::copy_in(service, path, content.as_ref(), mode).map_err(Error::from_wit)
    }

    /// Reads a file out of a container, at most 16 MiB.
    pub fn copy_out(&self, service: &str, path: &str) -> Result<Data, Error> {
        host::copy_out(service, path).map_err(Error::from_wit)
    }

    /// The last lines of a service's log.
    pub fn logs(&self, service: &str, lines: u32) -> Result<Text, Error> {
        host::logs(service, lines).map_err(Error::from_wit)
    }

    /// The address that a container's TCP port is published at.
    pub fn port(&self, service: &str, container_port: u16) -> Result<Address, Error> {
        host::port(service, container_port).map_err(Error::from_wit)
    }

    /// The state of a service's container.
    pub fn state(&self, service: &str) -> Result<ContainerState, Error> {
        host::state(service).map_err(Error::from_wit)
    }

    /// What a service's running container uses at this moment: memory, processor time, processes. The difference of two answers
    /// tells how busy it was between them.
    pub fn stats(&self, service: &str) -> Result<ResourceUsage, Error> {
        host::stats(service).map_err(Error::from_wit)
    }

    /// All that the engine tells of a service's container, as JSON.
    pub fn inspect(&self, service: &str) -> Result<Text, Error> {
        host::inspect(service).map_err(Error::from_wit)
    }

    /// Waits until containers have exited by themselves.
    pub fn wait_for_exit(
        &self,
        services: impl Names,
        timeout: Duration,
    ) -> Result<Vec<ExitStatus>, Error> {
        host::wait_for_exit(&services.into_names(), milliseconds(timeout)).map_err(Error::from_wit)
    }

    /// Waits until a line of the service's log, from the container's creation on, fits a regular
    /// expression, and returns the line.
    pub fn wait_for_log(
        &self,
        service: &str,
        pattern: &str,
        timeout: Duration,
    ) -> Result<String, Error> {
        host::wait_for_log(service, pattern, milliseconds(timeout)).map_err(Error::from_wit)
    }

    /// Waits until a TCP port of the container accepts connections.
    pub fn wait_for_port(
        &self,
        service: &str,
        container_port: u16,
        timeout: Duration,
    ) -> Result<(), Error> {
        host::wait_for_port(service, container_port, milliseconds(timeout)).map_err(Error::from_wit)
    }

    /// Waits until an HTTP GET of a path (`/health`) at a port of the container answers this status.
    pub fn wait_for_http(
        &self,
        service: &str,
        container_port: u16,
        path: &str,
        status: u16,
        timeout: Duration,
    ) -> Result<(), Error> {
        host::wait_for_http(service, container_port, path, status, milliseconds(timeout))
            .map_err(Error::from_wit)
    }

    /// Waits until a command in the container exits with 0.
    pub fn wait_for_command(
        &self,
        service: &str,
        command: impl Names,
        timeout: Duration,
    ) -> Result<Execution, Error> {
        host::wait_for_command(service, &command.into_names(), milliseconds(timeout))
            .map_err(Error::from_wit)
    }

    /// Runs another workflow of the composition, on an instance of its own, and waits for its end.
    pub fn workflow(&self, name: &str, args: impl Names) -> Result<(), Error> {
        host::workflow(name, &args.into_names()).map_err(Error::from_wit)
    }

    /// Puts services in place of the composition's services of the same names, each as a whole, until the result is dropped
    /// or [closed](Override::close). Their containers are stopped and removed, so that the next [`up`](Self::up) makes them
    /// anew; other services go on. They may use all that the composition declares.
    ///
    /// ```no_run
    /// # use mzhost_guest::{Service, Services};
    /// # fn f(c: mzhost_guest::Composition) -> Result<(), mzhost_guest::Error> {
    /// for version in ["15", "16"] {
    ///     let image = format!("postgres:{version}");
    ///     let other = Services::new().service(Service::new("db").image(&image));
    ///     let other = c.override_services(other)?;
    ///     c.up("db")?;
    ///     // …
    ///     other.close()?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn override_services(&self, services: impl IntoDocument) -> Result<Override, Error> {
        Override::new(services)
    }

    /// Runs a part of the workflow as a named test case; whether it passed. A case whose body fails is told as such in
    /// all reports and does not end the workflow, which fails at its end with the error `test.failed`.
    ///
    /// The error here is only why there is no such case: its name was used before in this workflow, is empty or longer than 200
    /// characters. The name shows up as `WORKFLOW: NAME` in JUnit.
    ///
    /// ```no_run
    /// # use mzhost_guest::ensure;
    /// # fn f(c: mzhost_guest::Composition) -> Result<(), mzhost_guest::Error> {
    /// for table in ["orders", "returns"] {
    ///     c.test_case(&format!("{table} are empty"), || {
    ///         let db = c.sql("db").connect()?;
    ///         let count: i64 = db.query(&format!("select count(*) from {table}"), &[])?.value()?;
    ///         ensure!(count == 0, "{count} rows");
    ///         Ok(())
    ///     })?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn test_case(
        &self,
        name: &str,
        body: impl FnOnce() -> Result<(), Error>,
    ) -> Result<bool, Error> {
        cases::run(name, body)
    }

    /// An HTTP request to a port of a running service, which need not be published; finish it with
    /// [`send`](Request::send). The path begins with `/` and may have a query.
    ///
    /// ```no_run
    /// # fn f(c: mzhost_guest::Composition) -> Result<(), mzhost_guest::Error> {
    /// let made = c
    ///     .http("connect", 8083, "POST", "/connectors")
    ///     .json(r#"{"name": "orders", "config": {}}"#)
    ///     .send()?
    ///     .success()?;
    /// println!("{}", made.text()?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn http(&self, service: &str, container_port: u16, method: &str, path: &str) -> Request {
        Request::new(service, container_port, method, path)
    }

    /// Where to connect for SQL; finish it with `connect`.
    pub fn sql(&self, service: &str) -> Target {
        Target::new(service)
    }

    /// Starts a command in the background; [`exec_with`](Self::exec_with) and `start` take options.
    pub fn job_exec(&self, service: &str, command: impl Names) -> Result<Job, Error> {
        self.exec_with(service, command).start()
    }

    /// Starts SQL statements, one after another on a connection of their own, in the background.
    pub fn job_sql(&self, target: &Target, statements: impl Names) -> Result<Job, Error> {
        target.start(statements)
    }

    /// Starts another workflow of the composition, on an instance of its own, in the background.
    pub fn job_workflow(&self, name: &str, args: impl Names) -> Result<Job, Error> {
        jobs::workflow(name, &args.into_names())
            .map(Job::new)
            .map_err(Error::from_wit)
    }
}

/// A time in the host's unit, rounded up, so that no limit becomes 0 by rounding.
pub(crate) fn milliseconds(duration: Duration) -> u32 {
    u32::try_from(duration.as_nanos().div_ceil(1_000_000)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_rounded_up_and_never_wrap() {
        assert_eq!(milliseconds(Duration::from_micros(1)), 1);
        assert_eq!(milliseconds(Duration::from_millis(20)), 20);
        assert_eq!(milliseconds(Duration::MAX), u32::MAX);
    }
}
