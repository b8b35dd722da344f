//! From what the user names to a composition: located, built, loaded, its services read. For every subcommand
//! that loads one; nothing here touches an engine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mzhost_compose::model::Document;
use mzhost_compose::parse;
use mzhost_core::code::Code;
use mzhost_core::event::{EventKind, Events};
use mzhost_core::fault::Fault;
use mzhost_core::image_map::ImageMap;
use mzhost_core::perform::{Caller, Perform, Phase};
use mzhost_core::root::Root;
use mzhost_core::run::{Declaring, Limits, invalid, layered, mark_secrets};
use mzhost_core::time_limit::TimeLimit;

use crate::guest::{
    CallContext, Description, GuestEngine, GuestLimits, LoadedComposition, MemoryPool,
    WorkflowInfo, bundled_files, describe,
};
use crate::project::{Project, locate};
use crate::session::output_sink;

/// How long `services` and `list-workflows` may take.
const DECLARE_LIMIT: Duration = Duration::from_secs(10);
/// Largest component.
const COMPONENT_LIMIT: u64 = 256 << 20;
/// Bytes of the files that a component carries.
const BUNDLE_LIMIT: u64 = 64 << 20;

/// How a composition is opened.
pub(crate) struct Opening<'a> {
    /// What the user named.
    pub(crate) dir: &'a Path,
    /// Root folder for a `.wasm`.
    pub(crate) root: Option<&'a Path>,
    /// Where compiled code is kept.
    pub(crate) cache: Option<PathBuf>,
    /// What a guest may use.
    pub(crate) limits: GuestLimits,
    /// Images in the place of those that the services name.
    pub(crate) images: ImageMap,
    /// Granted variables that are set.
    pub(crate) variables: BTreeMap<String, String>,
    /// Seed of all randomness.
    pub(crate) seed: u64,
    /// Where events go.
    pub(crate) events: &'a Events,
}

/// A built component, not yet compiled.
pub(crate) struct Component {
    /// What was named.
    pub(crate) project: Project,
    /// Its bytes.
    bytes: Vec<u8>,
    /// What it says of itself.
    pub(crate) description: Description,
    file: PathBuf,
}

impl Component {
    /// Locates and builds. Tells about a build.
    pub(crate) async fn find(opening: &Opening<'_>) -> Result<Self, Fault> {
        let project = locate(opening.dir)?;
        let begun = Instant::now();
        let building = || {
            opening.events.tell(EventKind::BuildStarted {
                folder: opening.dir.display().to_string(),
                language: project.language().unwrap_or_default().to_owned(),
            });
        };
        let started = std::sync::atomic::AtomicBool::new(false);
        let progress = || {
            started.store(true, std::sync::atomic::Ordering::Relaxed);
            building();
        };
        let built = project.build(&progress).await?;
        if started.load(std::sync::atomic::Ordering::Relaxed) {
            opening
                .events
                .tell(EventKind::BuildFinished { ms: millis(begun) });
        }
        for message in built.warnings {
            opening.events.tell(EventKind::Warning { message });
        }
        let bytes = read(&built.component)?;
        let description = describe(&bytes)?;
        Ok(Self {
            project,
            bytes,
            description,
            file: built.component,
        })
    }

    /// Compiles, or takes the compiled code from the cache.
    pub(crate) async fn load(self, opening: &Opening<'_>) -> Result<Composition, Fault> {
        let begun = Instant::now();
        let cache = opening.cache.clone();
        let root = opening
            .root
            .map(Path::to_owned)
            .or_else(|| self.project.root.clone());
        let Self {
            project,
            bytes,
            file,
            ..
        } = self;
        let work = move || {
            let engine = GuestEngine::new(cache.as_deref())?;
            let loaded = engine.load(&bytes)?;
            let root = Root::new(root, bundled_files(&bytes, BUNDLE_LIMIT)?)?;
            Ok::<_, Fault>((engine, loaded, root))
        };
        let (engine, loaded, root) = tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| Fault::new(Code::Internal, format!("loading failed: {error}")))??;
        opening.events.tell(EventKind::ComponentLoaded {
            file: file.display().to_string(),
            ms: millis(begun),
        });
        Ok(Composition {
            project,
            loaded,
            root,
            _engine: engine,
        })
    }
}

/// A composition that is ready to be called.
pub(crate) struct Composition {
    /// What was named.
    pub(crate) project: Project,
    /// The component.
    pub(crate) loaded: Arc<LoadedComposition>,
    /// Where its files are.
    pub(crate) root: Root,
    /// Keeps the engine's clock ticking.
    _engine: GuestEngine,
}

impl Composition {
    /// Its workflows, sorted by name.
    pub(crate) async fn workflows(
        &self,
        opening: &Opening<'_>,
    ) -> Result<Vec<WorkflowInfo>, Fault> {
        let context = self.declaring(opening, "list-workflows");
        self.loaded.list_workflows(&context).await
    }

    /// Its services, with the images that the user wants. Tells what is odd about them, and what was replaced.
    pub(crate) async fn document(&self, opening: &Opening<'_>) -> Result<Document, Fault> {
        let context = self.declaring(opening, "services");
        let text = self.loaded.services(&context).await?;
        let variables = &opening.variables;
        let parsed = parse(&text, &|name: &str| variables.get(name).cloned())
            .map_err(|errors| invalid(&errors))?;
        mark_secrets(opening.events.masker(), &parsed.document, variables)?;
        for warning in &parsed.warnings {
            opening.events.tell(EventKind::Warning {
                message: warning.to_string(),
            });
        }
        let mut document = parsed.document;
        opening.images.apply(&mut document, opening.events)?;
        Ok(document)
    }

    fn declaring(&self, opening: &Opening<'_>, export: &str) -> CallContext {
        let caller = Arc::new(Caller {
            span: opening.events.span(),
            workflow: export.to_owned(),
            phase: Phase::Declare,
            depth: 0,
        });
        let performer: Arc<dyn Perform> = Arc::new(Declaring {
            events: opening.events.clone(),
            variables: opening.variables.clone(),
            seed: opening.seed,
            project: self.project.name.clone(),
        });
        CallContext {
            perform: layered(performer, opening.events.clone(), Limits::default()),
            output: output_sink(opening.events, &caller, None),
            caller,
            masker: opening.events.masker().clone(),
            limits: opening.limits,
            memory: MemoryPool::default(),
            clock: TimeLimit::new(DECLARE_LIMIT),
            seed: opening.seed,
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    let failed = |error: std::io::Error| {
        Fault::new(
            Code::ProjectMissing,
            format!("failed to read {}: {error}", path.display()),
        )
    };
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > COMPONENT_LIMIT {
        return Err(Fault::new(
            Code::ComponentInvalid,
            format!(
                "{} has {size} bytes, the limit is {COMPONENT_LIMIT}",
                path.display()
            ),
        ));
    }
    std::fs::read(path).map_err(failed)
}

fn millis(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}
