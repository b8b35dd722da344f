//! The client: which broker is where, and a connection to each that was needed.

use std::collections::HashMap;
use std::sync::Arc;

use kafka_protocol::protocol::Request;

use super::connection::Connection;
use crate::access::{Access, AccessErrorKind, BoxStream};
use crate::failure::Error;

/// A client of one cluster.
pub struct Client {
    access: Arc<dyn Access>,
    bootstrap: (String, u16),
    /// By the broker's id; the bootstrap connection has none.
    connections: HashMap<Option<i32>, Connection>,
    /// Advertised addresses.
    pub(super) brokers: HashMap<i32, (String, u16)>,
    /// The broker that admin requests go to.
    pub(super) controller: Option<i32>,
}

impl Client {
    /// A client for a bootstrap address, `HOST:PORT`. Nothing is dialled yet.
    pub fn new(access: Arc<dyn Access>, address: &str) -> Result<Self, Error> {
        let wrong = || Error::file(format!("Kafka's address {address:?} is not HOST:PORT"));
        // With several bootstrap addresses, the first stands for all.
        let first = address.split(',').next().unwrap_or_default().trim();
        let (host, port) = first.rsplit_once(':').ok_or_else(wrong)?;
        let port = port.parse().map_err(|_| wrong())?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        Ok(Self {
            access,
            bootstrap: (host.to_owned(), port),
            connections: HashMap::new(),
            brokers: HashMap::new(),
            controller: None,
        })
    }

    /// Asks a broker, or the bootstrap address. A connection that broke while it was not used is made anew once.
    pub(super) async fn call<R: Request>(
        &mut self,
        node: Option<i32>,
        request: &R,
        at_most: i16,
    ) -> Result<R::Response, Error> {
        // The connection stays outside of the map meanwhile: a call that is cancelled leaves none with half an answer.
        if let Some(mut connection) = self.connections.remove(&node) {
            match connection.call(request, at_most).await {
                Ok(answer) => {
                    self.connections.insert(node, connection);
                    return Ok(answer);
                }
                Err(error) if error.is_final => return Err(error),
                Err(_) => {}
            }
        }
        let mut connection = self.connect(node).await?;
        let answer = connection.call(request, at_most).await?;
        self.connections.insert(node, connection);
        Ok(answer)
    }

    async fn connect(&self, node: Option<i32>) -> Result<Connection, Error> {
        let (stream, peer) = match node {
            None => self.dial_bootstrap().await?,
            Some(node) => self.dial_broker(node).await?,
        };
        Connection::open(stream, peer).await
    }

    async fn dial_bootstrap(&self) -> Result<(BoxStream, String), Error> {
        let (host, port) = &self.bootstrap;
        let stream = self.access.dial(host, *port).await?;
        Ok((stream, format!("{host}:{port}")))
    }

    /// Dials what a broker advertises. Where that name means nothing here, the port is tried at the bootstrap host,
    /// since ports are published by one machine, and a cluster's only broker is the one that was asked already.
    async fn dial_broker(&self, node: i32) -> Result<(BoxStream, String), Error> {
        let Some((host, port)) = self.brokers.get(&node) else {
            return Err(Error::environment(format!(
                "Kafka names a leader, broker {node}, and no address of it"
            )));
        };
        let peer = format!("{host}:{port}");
        let first = match self.access.dial(host, *port).await {
            Ok(stream) => return Ok((stream, peer)),
            Err(error) if error.kind == AccessErrorKind::Denied => return Err(error.into()),
            Err(error) => error,
        };
        let bootstrap_host = &self.bootstrap.0;
        if bootstrap_host != host
            && let Ok(stream) = self.access.dial(bootstrap_host, *port).await
        {
            return Ok((stream, format!("{bootstrap_host}:{port}")));
        }
        if self.brokers.len() == 1
            && let Ok(reached) = self.dial_bootstrap().await
        {
            return Ok(reached);
        }
        Err(Error::environment(format!(
            "broker {node} advertises {peer}, which is not reachable from here: {}",
            first.message
        )))
    }

    /// Forgets all connections: after a change of leaders, say.
    pub(super) fn disconnect(&mut self, node: Option<i32>) {
        self.connections.remove(&node);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::access::{AccessError, BoxFuture, Psql, PsqlOutput};

    /// A composition with the service `kafka`, where nothing listens. Remembers what is dialled.
    #[derive(Default)]
    struct Composition {
        dialled: Mutex<Vec<String>>,
    }

    impl Access for Composition {
        fn dial<'a>(
            &'a self,
            host: &'a str,
            port: u16,
        ) -> BoxFuture<'a, Result<BoxStream, AccessError>> {
            let mut dialled = self.dialled.lock().unwrap();
            dialled.push(format!("{host}:{port}"));
            let kind = match host {
                "kafka" => AccessErrorKind::Unreachable,
                "127.0.0.1" => AccessErrorKind::Denied,
                _ => AccessErrorKind::Unknown,
            };
            Box::pin(async move { Err(AccessError::new(kind, "no")) })
        }

        fn read<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<u8>, AccessError>> {
            Box::pin(async { Err(AccessError::new(AccessErrorKind::Denied, "no files")) })
        }

        fn psql(&self, _: Psql) -> BoxFuture<'_, Result<PsqlOutput, AccessError>> {
            Box::pin(async { Err(AccessError::new(AccessErrorKind::Denied, "no psql")) })
        }
    }

    /// What is dialled for a broker that advertises this host.
    async fn dialled(advertised: &str) -> Vec<String> {
        let access = Arc::new(Composition::default());
        let mut client = Client::new(Arc::clone(&access) as Arc<dyn Access>, "kafka:9092").unwrap();
        client.brokers.insert(1, (advertised.to_owned(), 22));
        assert!(client.dial_broker(1).await.is_err());
        let dialled = access.dialled.lock().unwrap();
        dialled.clone()
    }

    #[tokio::test]
    async fn an_advertised_address_of_a_machine_is_the_end() {
        assert_eq!(dialled("127.0.0.1").await, ["127.0.0.1:22"]);
    }

    #[tokio::test]
    async fn an_advertised_name_of_a_stranger_leads_back_to_the_service() {
        assert_eq!(
            dialled("example.org").await,
            ["example.org:22", "kafka:22", "kafka:9092"]
        );
    }
}
