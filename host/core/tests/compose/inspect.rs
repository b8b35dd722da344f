//! The engine's own words: whole answers, not passed through any model that could lose a field.

use std::collections::BTreeMap;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

use crate::Outcome;
use crate::normal::{Names, normal};

/// All that a project made, normalised: `container NAME`, `network NAME` and `volume NAME`.
pub(crate) type Objects = BTreeMap<String, Value>;

/// A connection to the engine's socket for each request.
#[derive(Debug, Clone)]
pub(crate) struct Inspector {
    socket: String,
}

impl Inspector {
    /// For an engine's address; a socket is needed.
    pub(crate) fn new(address: &str) -> Outcome<Self> {
        let socket = address.strip_prefix("unix://").ok_or_else(|| {
            format!("this test needs an engine on a unix socket, and DOCKER_HOST says {address}")
        })?;
        Ok(Self {
            socket: socket.to_owned(),
        })
    }

    /// Everything with the project's label.
    pub(crate) async fn project(&self, project: &str) -> Outcome<Objects> {
        let filter = filter(project);
        let listed = self
            .get(&format!("/containers/json?all=1&{filter}"))
            .await?;
        let mut names = Names::new(project);
        let mut found = Vec::new();
        for container in list(&listed) {
            let id = text(container, "/Id")?;
            let service = label(container, "com.docker.compose.service")?;
            let whole = self.get(&format!("/containers/{id}/json")).await?;
            names.container(&service, &whole);
            found.push((format!("container {service}"), whole));
        }
        let listed = self.get(&format!("/networks?{filter}")).await?;
        for network in list(&listed) {
            let id = text(network, "/Id")?;
            let name = label(network, "com.docker.compose.network")?;
            names.network(&name, &id);
            found.push((
                format!("network {name}"),
                self.get(&format!("/networks/{id}")).await?,
            ));
        }
        let listed = self.get(&format!("/volumes?{filter}")).await?;
        for volume in listed.get("Volumes").map(list).unwrap_or_default() {
            let name = label(volume, "com.docker.compose.volume")?;
            found.push((format!("volume {name}"), volume.clone()));
        }
        Ok(found
            .into_iter()
            .map(|(name, whole)| (name, normal(whole, &names)))
            .collect())
    }

    /// The ids of a project's containers.
    pub(crate) async fn containers(&self, project: &str) -> Outcome<Vec<String>> {
        let filter = filter(project);
        let listed = self
            .get(&format!("/containers/json?all=1&{filter}"))
            .await?;
        list(&listed)
            .iter()
            .map(|container| text(container, "/Id"))
            .collect()
    }

    /// Removes tags of images; those that are gone count as removed.
    pub(crate) async fn remove_tags(&self, tags: &[String]) -> Outcome<()> {
        for tag in tags {
            self.request("DELETE", &format!("/images/{tag}")).await?;
        }
        Ok(())
    }

    /// The tags of an image; none when it is not there.
    pub(crate) async fn tags(&self, image: &str) -> Outcome<Vec<String>> {
        let (status, body) = self
            .request("GET", &format!("/images/{image}/json"))
            .await?;
        if status != 200 {
            return Ok(Vec::new());
        }
        let image: Value = serde_json::from_str(&body)?;
        let tags = image.get("RepoTags").map(list).unwrap_or_default();
        Ok(tags
            .iter()
            .filter_map(|tag| tag.as_str().map(str::to_owned))
            .collect())
    }

    async fn get(&self, path: &str) -> Outcome<Value> {
        match self.request("GET", path).await? {
            (200, body) => Ok(serde_json::from_str(&body)?),
            (status, body) => Err(format!("the engine answers {status} to {path}: {body}").into()),
        }
    }

    /// HTTP 1.0, so that the answer comes in one piece and ends with the connection.
    async fn request(&self, method: &str, path: &str) -> Outcome<(u16, String)> {
        let mut stream = UnixStream::connect(&self.socket).await?;
        let head = format!("{method} {path} HTTP/1.0\r\nHost: engine\r\n\r\n");
        stream.write_all(head.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .ok_or("the engine's answer is cut off")?;
        let status = head
            .split(' ')
            .nth(1)
            .ok_or("the engine's answer has no status")?;
        Ok((status.parse()?, body.to_owned()))
    }
}

/// A query for objects with the project's label, `{"label":["…=PROJECT"]}` in the form of URLs.
fn filter(project: &str) -> String {
    format!("filters=%7B%22label%22%3A%5B%22com.docker.compose.project%3D{project}%22%5D%7D")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value, pointer: &str) -> Outcome<String> {
    let text = value.pointer(pointer).and_then(Value::as_str);
    text.map(str::to_owned)
        .ok_or_else(|| format!("the engine's answer lacks {pointer}: {value}").into())
}

fn label(value: &Value, name: &str) -> Outcome<String> {
    let text = value
        .get("Labels")
        .and_then(|labels| labels.get(name))
        .and_then(Value::as_str);
    text.map(str::to_owned)
        .ok_or_else(|| format!("an object of the project lacks the label {name}: {value}").into())
}
