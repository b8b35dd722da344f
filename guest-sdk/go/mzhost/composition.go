package mzhost

import (
	"io/fs"
	"time"

	host "mzhost/internal/wit/mzhost_composition_composition"
	"mzhost/internal/wit/types"
)

// Composition is the services of the composition: their life, their commands, their files. A workflow gets it.
//
// Where several services are asked for, none means all of them. Every call fails with an *Error.
type Composition struct{}

// Address is an address that the machine of the Docker client can reach.
type Address struct {
	Host string
	Port int
}

// ContainerState is the state of a service's container.
type ContainerState struct {
	// Status is "created", "running", "paused", "restarting", "exited", "dead", or "absent" when there is none.
	Status string
	// Ready is whether mzhost saw it ready since its last start.
	Ready bool
	// ExitCode is 0 while it runs, too.
	ExitCode int
	// OOMKilled is whether the kernel killed it for its memory limit.
	OOMKilled bool
	// Restarts is how often the engine restarted it.
	Restarts int
}

// ResourceUsage is what a running container uses.
type ResourceUsage struct {
	// MemoryBytes is without files in the cache that the kernel can drop.
	MemoryBytes float64
	// MemoryPeakBytes is the most that it had, caches included; 0 where the kernel does not tell the engine.
	MemoryPeakBytes float64
	// MemoryLimitBytes is its own limit, or the machine's memory.
	MemoryLimitBytes float64
	// CPUSeconds is the processor time of all its processes since its start.
	CPUSeconds float64
	// Processes is the number of its processes and threads.
	Processes int
}

// Text is text that may have been cut to the limit on results; the whole is in the run folder.
type Text struct {
	Content string
	// Truncated is whether something is missing at the beginning or end.
	Truncated bool
}

// String is the text.
func (t Text) String() string { return t.Content }

// Data is bytes that may have been cut to the limit on results.
type Data struct {
	Content []byte
	// Truncated is whether something is missing at the end.
	Truncated bool
}

// String is the bytes as text.
func (d Data) String() string { return string(d.Content) }

// Up creates and starts services with all that they depend on, and waits until they are ready. What runs already and
// has not changed is left alone.
func (c *Composition) Up(services ...string) error { return only(host.Up(services)) }

// UpWithin is Up with one limit for the whole.
func (c *Composition) UpWithin(timeout time.Duration, services ...string) error {
	return only(host.UpWithin(services, milliseconds(timeout)))
}

// UpNoWait is Up without waiting for readiness, except where depends_on asks for it.
func (c *Composition) UpNoWait(services ...string) error { return only(host.UpNoWait(services)) }

// WaitReady waits until services are ready: all probes pass, and what is meant to run once has exited with 0.
func (c *Composition) WaitReady(timeout time.Duration, services ...string) error {
	return only(host.WaitReady(services, milliseconds(timeout)))
}

// Down removes all containers and networks; named volumes stay.
func (c *Composition) Down() error { return only(host.Down()) }

// DownVolumes removes all containers, networks and named volumes.
func (c *Composition) DownVolumes() error { return only(host.DownVolumes()) }

// Start starts containers that exist, and waits until they are ready.
func (c *Composition) Start(services ...string) error { return only(host.Start(services)) }

// Stop stops gracefully: the stop signal, then SIGKILL after the service's stop_grace_period.
func (c *Composition) Stop(services ...string) error { return only(host.Stop(services)) }

// StopWithin is Stop with another grace period.
func (c *Composition) StopWithin(grace time.Duration, services ...string) error {
	return only(host.StopWithin(services, milliseconds(grace)))
}

// Restart stops and starts, and waits until ready.
func (c *Composition) Restart(services ...string) error { return only(host.Restart(services)) }

// Pause freezes all processes.
func (c *Composition) Pause(services ...string) error { return only(host.Pause(services)) }

// Unpause lets frozen processes go on.
func (c *Composition) Unpause(services ...string) error { return only(host.Unpause(services)) }

// Kill sends SIGKILL and waits for the exit.
func (c *Composition) Kill(services ...string) error { return only(host.Kill(services)) }

// KillWith sends a signal by name ("SIGTERM", "HUP") or number. It waits for the exit only after SIGKILL.
func (c *Composition) KillWith(signal string, services ...string) error {
	return only(host.KillWith(services, signal))
}

// Rm stops services gracefully and removes their containers with their anonymous volumes. What is not there is no
// error; named volumes stay.
func (c *Composition) Rm(services ...string) error { return only(host.Rm(services)) }

// RmVolumes removes named volumes; the next Up makes them anew and empty. The error is "volume.in-use" when a container
// has one, running or not: Rm those services first.
func (c *Composition) RmVolumes(names ...string) error { return only(host.RmVolumes(names)) }

// CopyIn writes a file into a container, created or running. Missing folders are made.
func (c *Composition) CopyIn(service, path string, content []byte, mode fs.FileMode) error {
	return only(host.CopyIn(service, path, content, uint32(mode.Perm())))
}

// CopyOut reads a file out of a container, at most 16 MiB.
func (c *Composition) CopyOut(service, path string) (Data, error) {
	data, err := done(host.CopyOut(service, path))
	return Data(data), err
}

// Logs are the last lines of a service's log, standard output and standard error as they came.
func (c *Composition) Logs(service string, lines int) (Text, error) {
	text, err := done(host.Logs(service, count(lines)))
	return Text(text), err
}

// Port is the address that a container's TCP port is published at.
func (c *Composition) Port(service string, containerPort int) (Address, error) {
	port, err := portNumber(containerPort)
	if err != nil {
		return Address{}, err
	}
	address, err := done(host.Port(service, port))
	return Address{address.Host, int(address.Port)}, err
}

// State is the state of a service's container.
func (c *Composition) State(service string) (ContainerState, error) {
	state, err := done(host.State(service))
	return ContainerState{
		Status:    state.Status,
		Ready:     state.Ready,
		ExitCode:  int(value(state.ExitCode)),
		OOMKilled: state.OomKilled,
		Restarts:  int(state.Restarts),
	}, err
}

// Stats is what a service's running container uses at this moment. The difference of two answers tells how busy it was
// between them.
func (c *Composition) Stats(service string) (ResourceUsage, error) {
	usage, err := done(host.Stats(service))
	return ResourceUsage{
		MemoryBytes:      usage.MemoryBytes,
		MemoryPeakBytes:  value(usage.MemoryPeakBytes),
		MemoryLimitBytes: usage.MemoryLimitBytes,
		CPUSeconds:       usage.CpuSeconds,
		Processes:        int(usage.Processes),
	}, err
}

// Inspect is all that the engine tells of a service's container, as JSON.
func (c *Composition) Inspect(service string) (Text, error) {
	text, err := done(host.Inspect(service))
	return Text(text), err
}

// Workflow runs another workflow of the composition, on an instance of its own, and waits for its end.
func (c *Composition) Workflow(name string, args ...string) error {
	return only(host.Workflow(name, args))
}

// milliseconds is a time in the host's unit, rounded up, so that no limit becomes 0 by rounding.
func milliseconds(duration time.Duration) uint32 {
	switch {
	case duration <= 0:
		return 0
	case duration > 0xffffffff*time.Millisecond:
		return 0xffffffff
	}
	return uint32((duration + time.Millisecond - 1) / time.Millisecond)
}

// count is a number in the host's type; a negative one is 0.
func count(number int) uint32 {
	if number < 0 {
		return 0
	}
	return uint32(number)
}

func portNumber(port int) (uint16, error) {
	if port < 1 || port > 0xffff {
		return 0, &Error{Code: "argument.invalid", Message: "a port is between 1 and 65535", calls: callers()}
	}
	return uint16(port), nil
}

// value is what an option holds, or the type's zero.
func value[T any](option types.Option[T]) T {
	var none T
	if option.Tag() == types.OptionSome {
		return option.Some()
	}
	return none
}
