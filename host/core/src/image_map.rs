//! Images that a user puts in the place of those that a composition names.
//!
//! An entry names a service, an image as the document has it (`postgres:17`), or its repository (`postgres`), in this order
//! of strength. What is replaced is told; nothing is replaced silently.

use std::path::Path;

use mzhost_compose::did_you_mean;
use mzhost_compose::model::{Document, PullPolicy, Service};

use crate::code::Code;
use crate::event::{EventKind, Events};
use crate::fault::Fault;

/// Entries, the later stronger among those that fit equally well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageMap {
    entries: Vec<Entry>,
}

/// `KEY=IMAGE`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    key: String,
    image: String,
    /// Whether it is a mistake that nothing fits: an entry of a file may be for other compositions.
    must_fit: bool,
}

/// An image that was replaced.
struct Replaced {
    service: String,
    /// What the document names; none where the image would be built.
    was: Option<String>,
    image: String,
}

impl ImageMap {
    /// Adds `KEY=IMAGE` from the command line; something must fit it.
    pub fn add(&mut self, text: &str) -> Result<(), Fault> {
        let (key, image) = split(text).ok_or_else(|| {
            let wanted = "wanted KEY=IMAGE, KEY being a service, an image or its repository";
            Fault::new(Code::Usage, format!("--image {text}: {wanted}"))
        })?;
        self.entries.push(Entry {
            key,
            image,
            must_fit: true,
        });
        Ok(())
    }

    /// Adds the lines `KEY=IMAGE` of a file. Empty lines and lines that begin with `#` say nothing.
    pub fn add_file(&mut self, path: &Path) -> Result<(), Fault> {
        let place = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|error| Fault::new(Code::Usage, format!("--images {place}: {error}")))?;
        for (index, line) in text.lines().map(str::trim).enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (key, image) = split(line).ok_or_else(|| {
                let line = index + 1;
                let message = format!("--images {place}: line {line} is not KEY=IMAGE");
                Fault::new(Code::Usage, message)
            })?;
            self.entries.push(Entry {
                key,
                image,
                must_fit: false,
            });
        }
        Ok(())
    }

    /// The images that it may put somewhere.
    pub fn images(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.image.as_str())
    }

    /// Puts the images into a composition's document, in the order of its services. Tells what is replaced.
    ///
    /// The error names an entry of the command line that fits nothing.
    pub fn apply(&self, document: &mut Document, events: &Events) -> Result<(), Fault> {
        self.check(document)?;
        self.replace(document, events);
        Ok(())
    }

    fn check(&self, document: &Document) -> Result<(), Fault> {
        for entry in self.entries.iter().filter(|entry| entry.must_fit) {
            if !document
                .services
                .values()
                .any(|service| fit(&entry.key, service).is_some())
            {
                return Err(unfit(&entry.key, document));
            }
        }
        Ok(())
    }

    /// Puts the images into a document of which some services may be missing. Tells what is replaced.
    pub fn replace(&self, document: &mut Document, events: &Events) {
        for replaced in self.replacements(document) {
            events.tell(EventKind::ImageReplaced {
                service: replaced.service,
                was: replaced.was,
                image: replaced.image,
            });
        }
    }

    fn replacements(&self, document: &mut Document) -> Vec<Replaced> {
        let mut replaced = Vec::new();
        for service in document.services.values_mut() {
            let fitting = self
                .entries
                .iter()
                .enumerate()
                .filter_map(|(place, entry)| Some((fit(&entry.key, service)?, place, entry)));
            let best = fitting.max_by_key(|(strength, place, _)| (*strength, *place));
            let Some((_, _, entry)) = best else {
                continue;
            };
            let was = service.image.replace(entry.image.clone());
            let was = if service.build.take().is_some() {
                None
            } else {
                was
            };
            if service.pull_policy == PullPolicy::Build {
                service.pull_policy = PullPolicy::Missing;
            }
            if was.as_deref() != Some(entry.image.as_str()) {
                replaced.push(Replaced {
                    service: service.name.clone(),
                    was,
                    image: entry.image.clone(),
                });
            }
        }
        replaced
    }
}

fn split(text: &str) -> Option<(String, String)> {
    let (key, image) = text.split_once('=')?;
    let (key, image) = (key.trim(), image.trim());
    let clean = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    (clean(key) && clean(image)).then(|| (key.to_owned(), image.to_owned()))
}

/// How well a key fits a service; none when it does not.
fn fit(key: &str, service: &Service) -> Option<u8> {
    if key == service.name {
        return Some(2);
    }
    if service.build.is_some() {
        return None;
    }
    let (key, image) = (short(key), short(service.image.as_deref()?));
    if key == image {
        return Some(1);
    }
    (key == repository(image)).then_some(0)
}

/// An image without what Docker adds by itself.
fn short(image: &str) -> &str {
    let image = image.strip_prefix("docker.io/").unwrap_or(image);
    image.strip_prefix("library/").unwrap_or(image)
}

/// An image without tag and digest.
fn repository(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or(image);
    match image.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => repository,
        _ => image,
    }
}

fn unfit(key: &str, document: &Document) -> Fault {
    let services = document.services.values();
    let images = services
        .clone()
        .filter_map(|service| service.image.as_deref());
    let names = services.clone().map(|service| service.name.as_str());
    let hint = did_you_mean(
        key,
        names.chain(images.map(|image| repository(short(image)))),
    );
    let lines: Vec<String> = services
        .map(|service| match &service.image {
            Some(image) => format!("{}  {image}", service.name),
            None => format!("{}  (built)", service.name),
        })
        .collect();
    Fault::new(
        Code::Usage,
        format!("--image {key}: the composition has no service and no image of that name{hint}"),
    )
    .detail("services", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let text = "services: {
            kafka: {image: 'confluentinc/cp-kafka:8.2.0'}, old: {image: 'docker.io/confluentinc/cp-kafka:7.9.4'},
            db: {image: 'localhost:5000/library/pg@sha256:0a'}, web: {build: ., pull_policy: build}}";
        mzhost_compose::parse(text, &|_| None).unwrap().document
    }

    fn map(entries: &[&str]) -> ImageMap {
        let mut map = ImageMap::default();
        for entry in entries {
            map.add(entry).unwrap();
        }
        map
    }

    /// The image of each service after the map was applied.
    fn images(entries: &[&str]) -> Vec<String> {
        let mut document = document();
        map(entries).replacements(&mut document);
        let services = document.services.values();
        services
            .map(|service| service.image.clone().unwrap_or_default())
            .collect()
    }

    #[test]
    fn a_repository_stands_for_all_its_tags() {
        let mut document = document();
        let replaced = map(&["confluentinc/cp-kafka=k:1"]).replacements(&mut document);
        let told: Vec<_> = replaced
            .iter()
            .map(|one| (one.service.as_str(), one.was.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                ("kafka", Some("confluentinc/cp-kafka:8.2.0")),
                ("old", Some("docker.io/confluentinc/cp-kafka:7.9.4"))
            ]
        );
        assert_eq!(images(&["localhost:5000/library/pg=pg:2"])[0], "pg:2");
    }

    #[test]
    fn a_service_is_stronger_than_an_image_and_that_than_its_repository() {
        let entries = [
            "old=by-name:1",
            "confluentinc/cp-kafka:8.2.0=by-image:1",
            "confluentinc/cp-kafka=by-repository:1",
        ];
        assert_eq!(images(&entries)[1..3], ["by-image:1", "by-name:1"]);
        assert_eq!(
            images(&["kafka=a:1", "kafka=a:2"])[1],
            "a:2",
            "the later one counts"
        );
    }

    #[test]
    fn an_image_takes_the_place_of_a_build() {
        let mut document = document();
        let replaced = map(&["web=nginx:1"]).replacements(&mut document);
        assert_eq!(replaced[0].was, None);
        let web = &document.services["web"];
        assert_eq!(
            (web.image.as_deref(), web.build.is_some()),
            (Some("nginx:1"), false)
        );
        assert_eq!(web.pull_policy, PullPolicy::Missing);
    }

    #[test]
    fn an_entry_that_fits_nothing_lists_services_and_images() {
        let fault = map(&["kafak=x"]).check(&document()).unwrap_err();
        assert_eq!(fault.code, "usage");
        assert!(
            fault.message.ends_with("(did you mean \"kafka\"?)"),
            "{}",
            fault.message
        );
        let services = &fault.details[0].value;
        assert!(
            services.contains("kafka  confluentinc/cp-kafka:8.2.0"),
            "{services}"
        );
        assert!(services.contains("web  (built)"), "{services}");
    }

    #[test]
    fn lines_of_a_file_may_fit_nothing_but_must_be_entries() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("images.map");
        std::fs::write(&path, "# local\n\nnobody=x\nkafka = k:1\n").unwrap();
        let mut map = ImageMap::default();
        map.add_file(&path).unwrap();
        let mut document = document();
        map.check(&document).unwrap();
        map.replacements(&mut document);
        assert_eq!(document.services["kafka"].image.as_deref(), Some("k:1"));
        std::fs::write(&path, "kafka=k:1\nkafka\n").unwrap();
        let fault = ImageMap::default().add_file(&path).unwrap_err();
        assert!(
            fault.message.ends_with("line 2 is not KEY=IMAGE"),
            "{}",
            fault.message
        );
    }

    #[test]
    fn an_entry_without_an_image_is_refused() {
        for wrong in ["kafka", "=x", "kafka=", "a b=c"] {
            assert!(ImageMap::default().add(wrong).is_err(), "{wrong}");
        }
    }
}
