//! Runs beside the hostile one.

use super::attempts::all_refused;
use super::guest::{Root, declaring, hostile};
use super::section::OTHERS;
use crate::harness::{container_ids, leftovers};

#[test]
fn containers_of_another_run_are_out_of_reach() {
    let root = Root::new();
    let mut victim = root.hostile(&["--format", "jsonl", "victim"]).start();
    victim.wait_for("the test may look");
    let project = victim.project();
    let ids = container_ids(&project);
    let [id] = ids.as_slice() else {
        panic!("the containers are {ids:?}")
    };
    let name = format!("{project}-box-1");
    let done = hostile(&["others", &name, id, &project]).done();
    let unknown = |name: &str| format!("service.unknown: there is no service {name:?}");
    let (by_name, by_id) = (unknown(&name), unknown(id));
    let done = done
        .says(&format!(
            "a command in another run's container, by name -> {by_name}"
        ))
        .says(&format!(
            "a command in another run's container, by id -> {by_id}"
        ));
    let shown = "service.unknown: there is no service";
    all_refused(
        done,
        OTHERS,
        &[
            ("a command in another run's container, by name", shown),
            ("a command in another run's container, by id", shown),
            ("the log of another run's container", shown),
            ("a file of another run's container", shown),
            ("all about another run's container", shown),
            ("an end of another run's container", shown),
            ("a removal of another run's container", shown),
            ("a connection to another run's container", shown),
            ("a request to another run's container", shown),
            (
                "a removal of another run's volume",
                "argument.invalid: there is no volume",
            ),
        ],
    )
    .leaves_nothing();
    for (attack, keys, got) in [
        (
            "the network of another run's container",
            format!("network_mode: 'container:{id}'"),
            "services.invalid: services.box.network_mode: containers outside the composition are out of reach",
        ),
        (
            "the volumes of another run's container",
            format!("volumes_from: ['container:{name}']"),
            "services.invalid: services.box.volumes_from: not supported by mzhost",
        ),
        (
            "the name of another run's container",
            format!("container_name: {name}"),
            "services.invalid: services.box.container_name: not supported by mzhost",
        ),
    ] {
        let document = format!("services: {{box: {{image: 'debian:bookworm-slim', {keys}}}}}");
        declaring(&document, &root)
            .done()
            .exits(9)
            .attack(OTHERS, attack, got)
            .leaves_nothing();
    }
    for (attack, document, got) in [
        (
            "the network of another run",
            format!("services: {{}}\nnetworks: {{n: {{external: true, name: {project}_default}}}}"),
            "networks.n.external: not supported by mzhost",
        ),
        (
            "a volume of another run",
            format!("services: {{}}\nvolumes: {{v: {{external: true, name: {project}_data}}}}"),
            "volumes.v.external: not supported by mzhost",
        ),
    ] {
        declaring(&document, &root)
            .done()
            .exits(9)
            .attack(OTHERS, attack, got)
            .leaves_nothing();
    }
    assert_eq!(container_ids(&project), ids, "the other run was harmed");
    root.go();
    victim.done().exits(0).leaves_nothing();
}

#[test]
fn labels_of_another_project_are_not_taken() {
    let project = "somebody-elses";
    let document = format!(
        "services: {{box: {{image: 'debian:bookworm-slim', command: [sleep, infinity], init: true, stop_grace_period: 0s,\n\
         labels: {{com.docker.compose.project: {project}, io.mzhost.run: other}}}}}}"
    );
    let done = declaring(&document, &Root::new()).done().exits(33).attack(
        OTHERS,
        "the labels of another project",
        "user_labels com.docker.compose.project: mzhost never allows it",
    );
    assert_eq!(leftovers(project), Vec::<String>::new());
    done.leaves_nothing();
}
