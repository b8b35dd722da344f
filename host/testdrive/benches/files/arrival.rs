//! How long after a row has arrived a query that waits for it passes.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mzhost_testdrive::access::Direct;
use mzhost_testdrive::observe::Notice;
use mzhost_testdrive::position::Source;
use mzhost_testdrive::postgres::Connection;
use mzhost_testdrive::run::run;
use mzhost_testdrive::{Access, Observe, Options};

use super::server::Server;
use super::spread;

/// When the row arrives, in milliseconds after the query began.
const ARRIVALS: [u64; 4] = [20, 200, 1000, 5000];
/// Measurements of each; the later, the fewer.
const TIMES: u64 = 7;

/// Notes when the query passed.
#[derive(Default)]
struct Passed(Mutex<Option<Instant>>);

impl Observe for Passed {
    fn observe(&self, notice: Notice) {
        if let Notice::Command {
            line: 3,
            passed: true,
            ..
        } = notice
        {
            *self.0.lock().unwrap() = Some(Instant::now());
        }
    }
}

pub(crate) fn measure(server: &Server) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    println!("from a row's arrival to the try that sees it: minimum / median / maximum");
    for after in ARRIVALS {
        let times = if after > 1000 { 3 } else { TIMES };
        let mut late: Vec<f64> = (0..times)
            // Spread out, so that arrivals do not always fall at the same point between two tries.
            .map(|turn| runtime.block_on(one(server, after + turn * after / times)))
            .collect();
        let (least, median, most) = spread(&mut late);
        println!("  after {after:4} ms and more  {least:5.1} / {median:5.1} / {most:5.1} ms");
    }
}

async fn one(server: &Server, after: u64) -> f64 {
    let access: Arc<dyn Access> = Arc::new(Direct::default());
    let connection = Connection::open(&access, &server.url()).await.unwrap();
    connection
        .batch("drop table if exists arrival; create table arrival (n int)")
        .await
        .unwrap();
    let source = Source::new("wait.td", "> select 1\n1\n> select n from arrival\n1\n");
    let options = Options {
        postgres_url: Some(server.url()),
        ..Options::default()
    };
    let passed = Arc::new(Passed::default());
    let observe: Arc<dyn Observe> = Arc::clone(&passed) as _;
    let waiting = tokio::spawn(run(vec![source], options, access, observe));
    tokio::time::sleep(Duration::from_millis(after)).await;
    connection
        .batch("insert into arrival values (1)")
        .await
        .unwrap();
    let arrived = Instant::now();
    let report = waiting.await.unwrap().unwrap();
    assert_eq!(report.failed().count(), 0);
    let passed = passed.0.lock().unwrap().unwrap();
    passed.saturating_duration_since(arrived).as_secs_f64() * 1000.0
}
