//! From what the user names to a composition: located, built, loaded, its services read. For every subcommand
//! that loads one; nothing here touches an engine.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mzhost_compose::model::Document;
use mzhost_compose::{Errors, mistake, parse};
use mzhost_core::archive::digest;
use mzhost_core::code::Code;
use mzhost_core::event::{EventKind, Events};
use mzhost_core::fault::Fault;
use mzhost_core::image_map::ImageMap;
use mzhost_core::perform::{Caller, Perform, Phase};
use mzhost_core::policy::{Capability, Decision, Policy, Wants, refusal};
use mzhost_core::root::Root;
use mzhost_core::run::{Declaring, Limits, invalid, layered, mark_secrets};
use mzhost_core::time_limit::TimeLimit;
use serde::Serialize;

use crate::guest::{
    Binary, CallContext, Description, GuestEngine, GuestLimits, LoadedComposition, MemoryPool,
    WorkflowInfo, bundled_files, describe,
};
use crate::project::{Project, Workshop, locate};
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
    /// Whether a component is wanted that can be passed on.
    pub(crate) package: bool,
    /// Where compiled code is kept.
    pub(crate) cache: Option<PathBuf>,
    /// What a guest may use.
    pub(crate) limits: GuestLimits,
    /// Images in the place of those that the services name.
    pub(crate) images: ImageMap,
    /// What is granted, what `images` names aside.
    pub(crate) policy: Policy,
    /// Granted variables that are set.
    pub(crate) variables: BTreeMap<String, String>,
    /// Seed of all randomness.
    pub(crate) seed: u64,
    /// Where events go.
    pub(crate) events: &'a Events,
}

impl Opening<'_> {
    /// What is granted; images that the user chose may be pulled.
    pub(crate) fn policy(&self) -> Policy {
        let mut policy = self.policy.clone();
        for image in self.images.images() {
            policy.grant_image(image);
        }
        policy
    }
}

/// A built component, not yet compiled.
pub(crate) struct Component {
    /// What was named.
    pub(crate) project: Project,
    binary: Binary,
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
                folder: shown(&project, opening, opening.dir),
                language: project.language().unwrap_or_default().to_owned(),
            });
        };
        let permission = may_build(opening);
        // A build looks at all of this itself.
        if permission.is_refused() && !project.is_up_to_date() {
            opening
                .events
                .tell(EventKind::PolicyDecided(permission.clone()));
            refusal(std::slice::from_ref(&permission))?;
        }
        let started = std::sync::atomic::AtomicBool::new(false);
        let progress = || {
            started.store(true, std::sync::atomic::Ordering::Relaxed);
            opening
                .events
                .tell(EventKind::PolicyDecided(permission.clone()));
            building();
        };
        let shop = Workshop {
            cache: opening.cache.as_deref(),
            progress: &progress,
        };
        let built = if opening.package {
            project.package(shop).await?
        } else {
            project.build(shop).await?
        };
        if started.load(std::sync::atomic::Ordering::Relaxed) {
            opening
                .events
                .tell(EventKind::BuildFinished { ms: millis(begun) });
        }
        for message in built.warnings {
            opening.events.tell(EventKind::Warning { message });
        }
        let binary = Binary::open(&built.component, COMPONENT_LIMIT, opening.cache.as_deref())?;
        let description = describe(binary.skeleton())?;
        Ok(Self {
            project,
            binary,
            description,
            file: built.component,
        })
    }

    /// Where it is.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// What can be said of it from outside.
    pub(crate) fn outside(&self) -> Result<Outside, Fault> {
        Ok(Outside {
            file: self.file.display().to_string(),
            size: self.binary.size(),
            sha256: digest(&self.binary.whole()?),
            imports: self.description.imports.clone(),
            exports: self.description.exports.clone(),
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
            binary,
            file,
            ..
        } = self;
        let (events, shown) = (opening.events.clone(), shown(&project, opening, &file));
        let work = move || {
            let engine = GuestEngine::new(cache.as_deref())?;
            let begun = RefCell::new(None);
            let compiling = || {
                events.tell(EventKind::CompileStarted {
                    file: shown.clone(),
                    bytes: binary.size(),
                });
                begun.replace(Some(Instant::now()));
            };
            let loaded = engine.load(&binary, &compiling)?;
            if let Some(begun) = begun.take() {
                events.tell(EventKind::CompileFinished { ms: millis(begun) });
            }
            let root = Root::new(root, bundled_files(binary.skeleton(), BUNDLE_LIMIT)?)?;
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
            root: Arc::new(root),
            _engine: engine,
        })
    }
}

/// A component from outside: nothing of it was run.
#[derive(Debug, Serialize)]
pub(crate) struct Outside {
    /// Path.
    pub(crate) file: String,
    /// Bytes.
    pub(crate) size: u64,
    /// Digest of its bytes.
    pub(crate) sha256: String,
    /// Interfaces and functions that it imports.
    pub(crate) imports: Vec<String>,
    /// Functions that it exports.
    pub(crate) exports: Vec<String>,
}

/// What a composition declares.
pub(crate) struct Declared {
    /// Its services.
    pub(crate) document: Document,
    /// What the policy says to the variables that the document names, `${NAME}`.
    pub(crate) variables: Vec<Decision>,
    /// What it says to what the component wants.
    pub(crate) wants: Vec<Decision>,
}

/// A composition that is ready to be called.
pub(crate) struct Composition {
    /// What was named.
    pub(crate) project: Project,
    /// The component.
    pub(crate) loaded: Arc<LoadedComposition>,
    /// Where its files are.
    pub(crate) root: Arc<Root>,
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
        Ok(self.declared(opening).await?.document)
    }

    /// The same, with what the policy says to the variables that it names.
    pub(crate) async fn declared(&self, opening: &Opening<'_>) -> Result<Declared, Fault> {
        let context = self.declaring(opening, "services");
        let text = self.loaded.services(&context).await?;
        let asked = RefCell::new(BTreeSet::new());
        let lookup = |name: &str| {
            let decide = |name| {
                opening
                    .policy
                    .decide("the document", Capability::Variable, name)
            };
            asked.borrow_mut().insert(decide(name));
            opening.variables.get(name).cloned()
        };
        let parsed = parse(&text, &lookup).map_err(|errors| invalid(&errors))?;
        let wants = read_wants(&text, &parsed.document)?.decisions(&opening.policy());
        mark_secrets(
            opening.events.masker(),
            &parsed.document,
            &opening.variables,
        )?;
        let variables: Vec<Decision> = asked.take().into_iter().collect();
        for decision in &variables {
            opening
                .events
                .tell(EventKind::PolicyDecided(decision.clone()));
        }
        for warning in &parsed.warnings {
            opening.events.tell(EventKind::Warning {
                message: warning.to_string(),
            });
        }
        let mut document = parsed.document;
        opening.images.apply(&mut document, opening.events)?;
        Ok(Declared {
            document,
            variables,
            wants,
        })
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
            root: Arc::clone(&self.root),
            file_limit: Limits::default().data,
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

/// What a document says that the component wants.
fn read_wants(text: &str, document: &Document) -> Result<Wants, Fault> {
    Wants::read(&document.wants).map_err(|mistakes| {
        let located = |(key, message)| mistake(text, &["x-mzhost", "wants", key], message);
        invalid(&Errors(mistakes.into_iter().map(located).collect()))
    })
}

/// Whether the guest may be built.
fn may_build(opening: &Opening<'_>) -> Decision {
    let folder = opening.dir.display().to_string();
    let subject = format!("the folder {folder:?}");
    let mut decision = opening
        .policy
        .decide(&subject, Capability::BuildGuest, &folder);
    if decision.is_refused() {
        decision
            .reason
            .push_str("; build it before, or name its .wasm");
    }
    decision
}

/// How people know what is built or compiled: its path, or what the language makes for all folders.
fn shown(project: &Project, opening: &Opening<'_>, path: &Path) -> String {
    let made_for_all = project.makes().filter(|_| !opening.package);
    made_for_all.map_or_else(|| path.display().to_string(), str::to_owned)
}

/// How long ago that was.
pub(crate) fn millis(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}
