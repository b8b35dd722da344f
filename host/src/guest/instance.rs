//! One call of one export: a fresh store, its limits, and what became of it.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use mzhost_core::code::Code;
use mzhost_core::event::Stream;
use mzhost_core::fault::Fault;
use mzhost_core::perform::Phase;
use tokio::sync::oneshot;
use wasmtime::component::{
    ComponentExportIndex, ComponentNamedList, InstancePre, Lift, Lower, ResourceTable,
};
use wasmtime::{Store, UpdateDeadline};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use super::call::CallContext;
use super::limits::{HANDLES, Limiter};
use super::random::seed_randomness;
use super::stdio::Output;
use super::trap;
use crate::imports::Bridge;

/// The data of a store.
pub(super) struct State {
    wasi: WasiCtx,
    table: ResourceTable,
    limiter: Limiter,
    bridge: Bridge,
}

impl State {
    pub(super) fn bridge(&mut self) -> &mut Bridge {
        &mut self.bridge
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

/// Calls an export on an instance of its own and waits for its result, within the context's limits.
/// The second value is the memory that the guest was denied, if any: an `Ok` may still be an error of the guest
/// that has this cause.
pub(super) async fn call<P, R>(
    pre: &InstancePre<State>,
    export: &ComponentExportIndex,
    params: P,
    context: &CallContext,
) -> Result<(R, Option<Fault>), Fault>
where
    P: ComponentNamedList + Lower + Send + Sync + 'static,
    R: ComponentNamedList + Lift + Send + Sync + 'static,
{
    let output = Output::new(
        Arc::clone(&context.output),
        context.masker.clone(),
        context.limits.output,
    );
    let computing = Arc::new(AtomicBool::new(false));
    let (stop, stopped) = oneshot::channel();
    let mut store = store(pre, context, &output, &computing, stop);
    let result = {
        let mut call = pin!(async {
            let instance = pre.instantiate_async(&mut store).await?;
            let function = instance.get_typed_func::<P, R>(&mut store, export)?;
            function.call_async(&mut store, params).await
        });
        let call = poll_fn(|task| {
            computing.store(false, Ordering::Relaxed);
            call.as_mut().poll(task)
        });
        tokio::select! {
            biased;
            () = context.clock.expired() => None,
            Ok(fault) = stopped => return Err(fault),
            result = call => Some(result),
        }
    };
    let state = store.data();
    match result {
        Some(Ok(value)) => Ok((value, state.limiter.denied())),
        Some(Err(error)) => Err(output
            .exceeded()
            .or_else(|| {
                let stderr = output.stderr_tail();
                Some(state.limiter.denied()?.detail("stderr", stderr))
            })
            .unwrap_or_else(|| trap::fault(&error, &output.stderr_tail()))),
        None => Err(out_of_time(
            context.caller.phase,
            context.clock.budget(),
            state.bridge.waiting(),
            computing.load(Ordering::Relaxed),
        )),
    }
}

/// The one function that makes stores. Nothing of WASI is granted but the clocks and output.
fn store(
    pre: &InstancePre<State>,
    context: &CallContext,
    output: &Output,
    computing: &Arc<AtomicBool>,
    stop: oneshot::Sender<Fault>,
) -> Store<State> {
    let mut wasi = WasiCtx::builder();
    wasi.stdout(output.stream(Stream::Stdout))
        .stderr(output.stream(Stream::Stderr));
    seed_randomness(&mut wasi, context.seed);
    let mut table = ResourceTable::new();
    table.set_max_capacity(HANDLES);
    let state = State {
        wasi: wasi.build(),
        table,
        limiter: Limiter::new(context.limits, context.memory.clone()),
        bridge: Bridge::new(
            Arc::clone(&context.perform),
            Arc::clone(&context.caller),
            stop,
        ),
    };
    let mut store = Store::new(pre.engine(), state);
    store.limiter(|state| &mut state.limiter);
    store.set_max_component_handles(HANDLES);
    store.set_hostcall_fuel(context.limits.transfer);
    store.set_epoch_deadline(1);
    let computing = Arc::clone(computing);
    store.epoch_deadline_callback(move |_| {
        // When a poll ends with this set, it is the guest's code that took the time.
        computing.store(true, Ordering::Relaxed);
        Ok(UpdateDeadline::Yield(1))
    });
    store
}

fn out_of_time(phase: Phase, budget: Duration, waiting: Option<&str>, computing: bool) -> Fault {
    // Declaring has a fixed limit.
    let advice = match phase {
        Phase::Declare => "declare services without long work",
        Phase::Workflow => "raise it with --timeout",
    };
    let budget = match budget.as_secs() {
        seconds if seconds >= 60 && seconds % 60 == 0 => format!("{} min", seconds / 60),
        _ => format!("{budget:?}"),
    };
    let (code, doing) = match (waiting, computing) {
        (Some(operation), _) => (Code::LimitTime, format!("waiting in {operation}")),
        (None, true) => (Code::LimitCpu, "computing".to_owned()),
        (None, false) => (Code::LimitTime, "sleeping".to_owned()),
    };
    Fault::new(
        code,
        format!("the time limit of {budget} passed while the guest was {doing}: {advice}"),
    )
    .detail("limit", budget)
    .detail("operation", waiting.unwrap_or_default())
}
