//! SQL connections to services.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use super::setup::Run;
use crate::code::Code;
use crate::fault::Fault;
use crate::operation::{Rows, SqlTarget};
use crate::sql::{Connection, SqlLimits};

/// Pause between tries to connect or query.
const GAP: Duration = Duration::from_millis(20);
const LONGEST_GAP: Duration = Duration::from_millis(250);
/// Rows that an error about rows shows.
const SHOWN_ROWS: usize = 20;

impl Run {
    /// Connects once.
    pub async fn open_sql(self: &Arc<Self>, target: &SqlTarget) -> Result<Connection, Fault> {
        if let Some(password) = &target.password {
            let others = [&*target.user, &*target.database, &*target.service];
            self.events.masker().add_password(password, &others);
        }
        let container = self.running(&target.service)?;
        let dialer = Arc::clone(&self.dialer);
        let (service, id, port) = (target.service.clone(), container.id.clone(), target.port);
        let dial = move || {
            let (dialer, service, id) = (Arc::clone(&dialer), service.clone(), id.clone());
            async move { dialer.dial(&service, &id, port).await }
        };
        let limits = SqlLimits {
            rows: self.limits.rows,
            bytes: self.limits.row_bytes,
            outputs: self.outputs.clone(),
            masker: self.events.masker().clone(),
        };
        let name = self.number().to_string();
        Connection::open(target, &self.folder.sockets(), &name, limits, dial).await
    }

    /// Connects, trying again until the limit. A refusal that trying cannot change ends it.
    pub(crate) async fn open_sql_within(
        self: &Arc<Self>,
        target: &SqlTarget,
        limit: Duration,
    ) -> Result<Connection, Fault> {
        let begun = Instant::now();
        let mut gap = GAP;
        loop {
            // A server that accepts and stays silent, such as a paused one, must not use up more than is left.
            let left = limit.saturating_sub(begun.elapsed());
            let fault = match tokio::time::timeout(left, self.open_sql(target)).await {
                Ok(Ok(connection)) => return Ok(connection),
                Ok(Err(fault)) => fault,
                Err(_) => Fault::new(
                    Code::SqlConnect,
                    format!(
                        "service {:?} accepts connections but does not answer",
                        target.service
                    ),
                )
                .service(&target.service),
            };
            if is_final(&fault) {
                return Err(fault);
            }
            if begun.elapsed() + gap >= limit {
                return Err(Fault {
                    message: format!("{} (tried for {} ms)", fault.message, limit.as_millis()),
                    ..fault
                });
            }
            sleep(gap).await;
            gap = (gap * 2).min(LONGEST_GAP);
        }
    }

    /// Queries again and again until exactly these rows come, in any order.
    pub(crate) async fn wait_for_rows(
        self: &Arc<Self>,
        target: &SqlTarget,
        query: &str,
        expected: &[Vec<Option<String>>],
        limit: Duration,
    ) -> Result<(), Fault> {
        let begun = Instant::now();
        let mut wanted = expected.to_vec();
        wanted.sort();
        let mut connection = None;
        let mut last = None;
        loop {
            let left = limit.saturating_sub(begun.elapsed());
            let step = async {
                let open = match connection.take() {
                    Some(open) => open,
                    None => self.open_sql(target).await?,
                };
                let rows = open.query(query.to_owned(), Vec::new()).await?;
                connection = Some(open);
                Ok::<_, Fault>(rows)
            };
            match tokio::time::timeout(left, step).await {
                Ok(Ok(rows)) => {
                    let mut found = rows.rows.clone();
                    found.sort();
                    if found == wanted {
                        return Ok(());
                    }
                    last = Some(Ok(rows));
                }
                Ok(Err(fault)) if fault.is(Code::ServiceUnknown) => return Err(fault),
                Ok(Err(fault)) => last = Some(Err(fault)),
                Err(_) => {}
            }
            if begun.elapsed() + GAP >= limit {
                return Err(rows_fault(target, query, &wanted, last, limit));
            }
            sleep(GAP).await;
        }
    }
}

/// Whether trying again cannot help: wrong password, no such database or user.
fn is_final(fault: &Fault) -> bool {
    let by_state = fault
        .get("sqlstate")
        .is_some_and(|state| state.starts_with("28") || state == "3D000");
    by_state || fault.is(Code::ServiceUnknown) || fault.is(Code::Io)
}

fn rows_fault(
    target: &SqlTarget,
    query: &str,
    wanted: &[Vec<Option<String>>],
    last: Option<Result<Rows, Fault>>,
    limit: Duration,
) -> Fault {
    let fault = Fault::new(
        Code::WaitTimeout,
        format!(
            "the query did not return the expected rows within {} ms",
            limit.as_millis()
        ),
    )
    .service(&target.service)
    .detail("statement", query)
    .detail("expected", show(wanted));
    match last {
        Some(Ok(rows)) => fault.detail("found", show(&rows.rows)),
        Some(Err(error)) => {
            let state = error.get("sqlstate").unwrap_or_default().to_owned();
            fault
                .detail("last-error", error.message)
                .detail("sqlstate", state)
        }
        None => fault,
    }
}

fn show(rows: &[Vec<Option<String>>]) -> String {
    let mut lines: Vec<String> = rows
        .iter()
        .take(SHOWN_ROWS)
        .map(|row| {
            row.iter()
                .map(|cell| cell.as_deref().unwrap_or("NULL"))
                .collect::<Vec<_>>()
                .join(" | ")
        })
        .collect();
    if rows.len() > SHOWN_ROWS {
        lines.push(format!("… {} rows in all", rows.len()));
    }
    if lines.is_empty() {
        lines.push("(no rows)".to_owned());
    }
    lines.join("\n")
}
