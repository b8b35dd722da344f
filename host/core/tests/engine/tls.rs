//! Encrypted connections to a server.

use mzhost_core::code::Code;
use mzhost_core::operation::TlsMode;

use crate::server::{cell, query, target};
use crate::stage::on_stage;

const ENCRYPTED: &str = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

/// One server with a certificate that it made itself, one without.
const SERVERS: &str = "
services:
  db:
    image: mzhost/postgres:15
    environment: {POSTGRES_PASSWORD: secret}
    entrypoint:
      - sh
      - -ec
      - |
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=db \\
          -keyout /server.key -out /server.crt 2>/dev/null
        chown postgres /server.key
        exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file=/server.crt -c ssl_key_file=/server.key
    x-mzhost: {ready: {sql: {password: secret}}}
  plain:
    image: mzhost/postgres:15
    environment: {POSTGRES_PASSWORD: secret}
    x-mzhost: {ready: {sql: {password: secret}}}
";

#[tokio::test(flavor = "multi_thread")]
async fn every_mode_does_what_it_says() {
    on_stage("tls", async |stage| {
        let play = stage.play(SERVERS)?;
        play.up().await?;
        for (service, tls, encrypted) in [
            ("db", TlsMode::Disable, "f"),
            ("db", TlsMode::Prefer, "t"),
            ("db", TlsMode::Require, "t"),
            ("plain", TlsMode::Disable, "f"),
            ("plain", TlsMode::Prefer, "f"),
        ] {
            let mut target = target(tls);
            target.service = service.to_owned();
            let db = play.run.open_sql(&target).await?;
            let found = query(&db, ENCRYPTED).await?;
            assert_eq!(cell(&found), encrypted, "{service} with {tls:?}");
        }
        let mut target = target(TlsMode::Require);
        target.service = "plain".to_owned();
        let Err(fault) = play.run.open_sql(&target).await else {
            panic!("a server without TLS was reached with `require`");
        };
        assert!(fault.is(Code::SqlConnect), "{fault:?}");
        assert!(fault.message.contains("does not offer TLS"), "{fault:?}");
        Ok(())
    })
    .await;
}
