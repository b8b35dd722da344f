//! The images that a Dockerfile is built from, and the user's credentials for their registries.

use mzhost_compose::model::{Build, Service};

use super::asks;
use super::image_build::DOCKERFILE;
use super::setup::Run;
use crate::credentials::Account;
use crate::engine::ids::ImageReference;
use crate::engine::request::PullImage;
use crate::fault::Fault;
use crate::policy::Capability;

impl Run {
    /// What the user has for the registries of base images that are not on the engine. A build may take base images from
    /// any registry, but the engine gets credentials only for those that are granted as a whole: it uses them for every
    /// image of theirs that the Dockerfile names.
    pub(super) async fn base_accounts(
        &self,
        service: &Service,
        build: &Build,
    ) -> Result<Vec<Account>, Fault> {
        let mut accounts: Vec<Account> = Vec::new();
        for image in base_images(&self.dockerfile(build)) {
            let Ok(image) = ImageReference::new(image) else {
                continue;
            };
            let registry = image.registry();
            if accounts.iter().any(|one| one.registry == registry)
                || !self.policy.allows(Capability::Pull, &registry)
                || self.engine.find_image(&image).await?.is_some()
            {
                continue;
            }
            let pull = PullImage {
                image,
                platform: None,
            };
            let named = |fault: Fault| fault.service(&service.name);
            let pull = self.policy.approve(&asks::subject(&service.name), pull);
            accounts.push(self.account(&pull.map_err(named)?).await.map_err(named)?);
        }
        Ok(accounts)
    }

    /// Its text. Where there is none, nothing is pulled, and the builder says so.
    fn dockerfile(&self, build: &Build) -> String {
        if let Some(text) = &build.dockerfile_inline {
            return text.clone();
        }
        let name = build.dockerfile.as_deref().unwrap_or(DOCKERFILE);
        let path = self.root.resolve(&format!("{}/{name}", build.context));
        path.ok()
            .and_then(|path| std::fs::read_to_string(path).ok())
            .unwrap_or_default()
    }
}

/// What the engine may have to pull for a Dockerfile: what `FROM` and `COPY --from` name, but for its own stages. An image that
/// a variable names is not among them.
pub(super) fn base_images(dockerfile: &str) -> Vec<String> {
    let mut stages: Vec<String> = Vec::new();
    let mut images = Vec::new();
    for line in dockerfile.lines() {
        let mut words = line.split_whitespace();
        let instruction = words.next().unwrap_or_default().to_ascii_uppercase();
        let mut options = Vec::new();
        let mut rest = Vec::new();
        for word in words {
            if rest.is_empty() && word.starts_with("--") {
                options.push(word);
            } else {
                rest.push(word);
            }
        }
        let named = match instruction.as_str() {
            "FROM" => rest.first().copied(),
            "COPY" => options
                .iter()
                .find_map(|option| option.strip_prefix("--from=")),
            _ => None,
        };
        let own = |name: &str| {
            let number = name.bytes().all(|byte| byte.is_ascii_digit());
            number || name.contains('$') || stages.contains(&name.to_ascii_lowercase())
        };
        if let Some(name) = named
            && name != "scratch"
            && !own(name)
        {
            images.push(name.to_owned());
        }
        if let ("FROM", [_, word, stage, ..]) = (instruction.as_str(), rest.as_slice())
            && word.eq_ignore_ascii_case("as")
        {
            stages.push(stage.to_ascii_lowercase());
        }
    }
    images.sort();
    images.dedup();
    images
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_what_is_no_stage() {
        let text = "# FROM comment:1
            ARG BASE=arg.test/x
            from --platform=linux/amd64 a.test/one:1 AS Build
            RUN echo FROM no:1
            FROM build as second
            COPY --from=b.test/two:2 /x /x
            COPY --chown=1 --from=Build /x /x
            COPY --from=0 /x --from=not:1 /
            FROM $BASE
            FROM scratch
            FROM a.test/one:1
            FROM";
        assert_eq!(base_images(text), ["a.test/one:1", "b.test/two:2"]);
        assert!(base_images("").is_empty());
    }
}
