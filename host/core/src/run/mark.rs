//! Marks on the processes of a command: the engine has no call that ends an exec, so the processes carry a
//! variable by which they are found.

use std::sync::Arc;

use futures_util::StreamExt;

use super::setup::Run;
use crate::engine::ids::ContainerId;
use crate::engine::request::CreateExec;

/// The variable.
pub(super) const MARK: &str = "MZHOST_EXEC";
/// Ends all processes that carry a mark.
const KILL_MARKED: &str = r#"for p in /proc/[0-9]*; do
  if grep -qF "$1" "$p/environ" 2>/dev/null; then kill -KILL "${p#/proc/}" 2>/dev/null; fi
done; true"#;

impl Run {
    pub(super) fn mark_prefix(&self) -> String {
        crate::archive::digest(format!("{}{}", self.project, self.seed).as_bytes())
            .get(..8)
            .unwrap_or_default()
            .to_owned()
    }

    pub(super) fn mark(&self) -> String {
        // The last dash ends the number, so that no mark is the beginning of another.
        format!("{}-{}-", self.mark_prefix(), self.number())
    }

    /// Waits until the processes of all commands that were given up, and all containers that were only held, have ended.
    pub(super) async fn commands_ended(&self) {
        self.endings.close();
        self.endings.wait().await;
        self.endings.reopen();
    }

    /// Ends the processes of a command. It is done as the command's user: the variables of other users' processes
    /// are not even root's to read.
    pub(super) async fn kill_marked(&self, id: &ContainerId, mark: &str, user: Option<String>) {
        let request = CreateExec {
            command: ["sh", "-c", KILL_MARKED, "sh", &format!("{MARK}={mark}")]
                .map(str::to_owned)
                .to_vec(),
            user,
            ..CreateExec::default()
        };
        let Ok(request) = self.approve("ending a command", request) else {
            return;
        };
        // Where the container is gone or has no shell, there is nothing more to do.
        if let Ok(exec) = self.engine.create_exec(id, request).await
            && let Ok(mut attached) = self.engine.start_exec(&exec).await
        {
            while attached.output.next().await.is_some() {}
        }
    }
}

/// Ends the processes of a command that nobody waits for any more.
pub(super) struct KillOnDrop {
    run: Arc<Run>,
    id: ContainerId,
    mark: String,
    user: Option<String>,
    armed: bool,
}

impl KillOnDrop {
    /// For a command with this mark, which runs as `user` or else as the container's own.
    pub(super) fn new(run: &Arc<Run>, id: &ContainerId, mark: &str, user: Option<&str>) -> Self {
        Self {
            run: Arc::clone(run),
            id: id.clone(),
            mark: mark.to_owned(),
            user: user.map(str::to_owned),
            armed: true,
        }
    }

    /// The command has ended by itself.
    pub(super) fn ended(mut self) {
        self.armed = false;
    }
}

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        if self.armed
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let (run, id, mark) = (Arc::clone(&self.run), self.id.clone(), self.mark.clone());
            let user = self.user.take();
            let endings = run.endings.clone();
            let ending = async move { run.kill_marked(&id, &mark, user).await };
            endings.spawn_on(ending, &runtime);
        }
    }
}
