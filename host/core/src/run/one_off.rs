//! A command in a new container of a service, which is removed afterwards.

use std::sync::Arc;
use std::time::Duration;

use mzhost_compose::model::{Restart, Service};

use super::command::{check, check_environment, timed_out};
use super::names;
use super::setup::Run;
use crate::engine::ids::ContainerId;
use crate::fault::Fault;
use crate::operation::{ExecOptions, Execution};
use crate::policy::refusal;

impl Run {
    /// Runs a command in a new container of a service, and removes it.
    pub async fn run_once(
        self: &Arc<Self>,
        service: &str,
        command: &[String],
        options: &ExecOptions,
    ) -> Result<Execution, Fault> {
        check_environment(service, options)?;
        let definition = Service::clone(&*self.service(service)?);
        let number = format!("{}{}", self.mark_prefix(), self.number());
        let share = self.one_off_share(&definition, &number).await?;
        let dependencies: Vec<String> = definition.depends_on.keys().cloned().collect();
        if !dependencies.is_empty() {
            Box::pin(self.up(&dependencies, true, None)).await?;
        }
        let name = [service.to_owned()];
        let images = self.ensure_images(&name).await?;
        self.ensure_networks(&name).await?;
        self.ensure_volumes(&name).await?;
        let image = images.get(service).cloned().unwrap_or_default();
        let uploads = self.uploads(&definition)?;
        let archive = uploads.archive.clone();
        let full = names::one_off(&self.project, service, &number)?;
        let mut request = self.container_request(&definition, &image, uploads, full)?;
        request.labels = self.container_labels(&definition, &image, "", true);
        request.ports.clear();
        // The service's own name must go on meaning the service.
        for (_, aliases) in &mut request.networks {
            aliases.clear();
        }
        request.restart = Restart::No;
        if !command.is_empty() {
            request.command = Some(command.to_vec());
        }
        request.open_stdin = options.input.is_some();
        request.environment.extend(
            options
                .env
                .iter()
                .map(|(name, value)| (name.clone(), Some(value.clone()))),
        );
        request.user = options.user.clone().or(request.user);
        request.working_dir = options.working_dir.clone().or(request.working_dir);
        let run = Arc::clone(self);
        let guard = self
            .make(async move {
                let id = run.create_container(&definition, request, archive).await?;
                Ok(RemoveOnDrop(Some((run, id, share))))
            })
            .await?;
        let id = guard.id();
        let work = async {
            let attached = self.engine.attach(&id, options.input.is_some()).await?;
            self.engine.start_container(&id).await?;
            let execution = self.collect(attached, options).await?;
            let state = self.engine.inspect_container(&id).await?.state;
            Ok::<_, Fault>(Execution {
                exit_code: state.exit_code,
                ..execution
            })
        };
        let execution = match options.timeout_ms {
            None => work.await,
            Some(ms) => tokio::time::timeout(Duration::from_millis(u64::from(ms)), work)
                .await
                .unwrap_or_else(|_| Err(timed_out(service, ms))),
        };
        guard.remove().await;
        check(
            service,
            command,
            options,
            execution.map_err(|fault| fault.service(service))?,
        )
    }
}

impl Run {
    /// Checks what the container of a one-off command asks for, and claims its share.
    async fn one_off_share(
        self: &Arc<Self>,
        service: &Service,
        number: &str,
    ) -> Result<Share, Fault> {
        self.check_asks(std::slice::from_ref(&service.name)).await?;
        // No service has a name with a space.
        let name = format!("{} {number}", service.name);
        let exceeded = self.claim(&[(name.clone(), service.limits)]);
        self.tell_decisions(&exceeded);
        refusal(&exceeded).map_err(|fault| fault.service(&service.name))?;
        Ok(Share {
            run: Arc::clone(self),
            name,
        })
    }
}

/// The share of a one-off container, given back with it.
struct Share {
    run: Arc<Run>,
    name: String,
}

impl Drop for Share {
    fn drop(&mut self) {
        self.run.release(&self.name);
    }
}

/// Removes a one-off container that nobody waits for any more.
struct RemoveOnDrop(Option<(Arc<Run>, ContainerId, Share)>);

impl RemoveOnDrop {
    fn id(&self) -> ContainerId {
        self.0
            .as_ref()
            .map(|(_, id, _)| id.clone())
            .unwrap_or_default()
    }

    async fn remove(mut self) {
        if let Some((run, id, _share)) = self.0.take() {
            // What cannot be removed now is removed with the run.
            drop(run.engine.remove_container(&id).await);
        }
    }
}

impl Drop for RemoveOnDrop {
    fn drop(&mut self) {
        if let Some((run, id, share)) = self.0.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(async move {
                let removed = run.engine.remove_container(&id).await;
                drop(share);
                removed
            });
        }
    }
}
