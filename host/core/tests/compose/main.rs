//! Every Compose key that is accepted: what mzhost makes of it, beside what Debian's docker-compose makes of
//! the same file. Whole inspections are compared; each difference has its row and reason in `deliberate.rs`.

mod case;
mod compare;
mod deliberate;
mod docker_compose;
mod document;
mod inspect;
mod keys;
mod normal;
mod ours;
mod stage;
mod table;

use std::error::Error;

use futures_util::{StreamExt, stream};

use case::Case;
use stage::Stage;
use table::Compared;

/// What helpers of this test return: the first problem as a sentence.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The variable that is set for docker-compose and granted to mzhost.
pub(crate) const VARIABLE: (&str, &str) = ("FROM_OUTSIDE", "outside");

/// Cases that are compared at once: docker-compose mostly waits for the engine.
const AT_ONCE: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn what_mzhost_makes_is_what_docker_compose_makes() {
    let compared = compare_all()
        .await
        .unwrap_or_else(|problem| panic!("{problem}"));
    let places = table::explain(&compared).unwrap_or_else(|problems| panic!("{problems}"));
    document::check(&compared, &places).unwrap_or_else(|problem| panic!("{problem}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_a_grant_is_refused_without_it() {
    let refused = all_refusals().await;
    let refused = refused.unwrap_or_else(|problem| panic!("{problem}"));
    assert!(refused > 8, "only {refused} services were refused");
}

/// Compares all cases.
async fn compare_all() -> Outcome<Vec<Compared>> {
    let stage = Stage::new().await?;
    docker_compose::check().await?;
    let compared = stream::iter(Case::all()?).map(|case| {
        let stage = &stage;
        async move {
            let project = case.project();
            let compared = stage.compare(&project, &case).await;
            let cleaned = stage.clean(&project, &case).await;
            let compared = compared.and_then(|compared| cleaned.map(|()| compared));
            compared.map_err(|problem| format!("{}: {problem}", case.name))
        }
    });
    // All are waited for, also when one fails: each cleans up after itself.
    let compared: Vec<Result<_, String>> = compared.buffered(AT_ONCE).collect().await;
    let problems: Vec<&str> = compared
        .iter()
        .filter_map(|case| case.as_ref().err())
        .map(String::as_str)
        .collect();
    if problems.is_empty() {
        return Ok(compared.into_iter().flatten().collect());
    }
    Err(problems.join("\n").into())
}

/// How many services were refused.
async fn all_refusals() -> Outcome<usize> {
    let stage = Stage::new().await?;
    let mut refused = 0;
    for case in Case::all()?.into_iter().filter(|case| case.granted) {
        let project = format!("{}-refused", case.project());
        let count = stage.refusals(&project, &case).await;
        stage.clean(&project, &case).await?;
        refused += count?;
    }
    Ok(refused)
}
