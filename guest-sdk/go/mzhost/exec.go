package mzhost

import (
	"sort"
	"strings"
	"time"

	host "mzhost/internal/wit/mzhost_composition_composition"
	wit "mzhost/internal/wit/mzhost_composition_types"
	"mzhost/internal/wit/types"
)

// ExecOptions is how to run a command in a container.
type ExecOptions struct {
	// Input is for the command's standard input, which is then closed; nil means none.
	Input []byte
	// Env are variables added to the container's own.
	Env map[string]string
	// User is whom to run as, "NAME" or "UID[:GID]"; else the container's own.
	User string
	// WorkingDir is the folder to run in; else the container's own.
	WorkingDir string
	// Unchecked makes an exit code other than 0 an ordinary result instead of the error "exec.failed".
	Unchecked bool
	// Timeout is when to give up; 0 means that only the workflow's own limit holds.
	Timeout time.Duration
}

// Execution is what a command printed and how it ended.
type Execution struct {
	// ExitCode is 128 + N after signal N.
	ExitCode int
	// Stdout is the standard output without its last line end.
	Stdout string
	// Stderr is the standard error without its last line end.
	Stderr string
	// Truncated is whether output is missing; the whole is in the run folder.
	Truncated bool
}

// Exec runs a command in a running container; a non-zero exit code is the error "exec.failed".
func (c *Composition) Exec(service string, command ...string) (Execution, error) {
	return executed(done(host.Exec(service, command)))
}

// ExecWith is Exec with options.
func (c *Composition) ExecWith(service string, command []string, options ExecOptions) (Execution, error) {
	return executed(done(host.ExecWith(service, command, options.wit())))
}

// Run runs a command in a new container of the service, which is removed afterwards. Dependencies are brought up first.
// Without a command it is the service's own.
func (c *Composition) Run(service string, command ...string) (Execution, error) {
	return executed(done(host.Run(service, command)))
}

// RunWith is Run with options.
func (c *Composition) RunWith(service string, command []string, options ExecOptions) (Execution, error) {
	return executed(done(host.RunWith(service, command, options.wit())))
}

func executed(execution wit.Execution, err error) (Execution, error) {
	return Execution{
		ExitCode:  int(execution.ExitCode),
		Stdout:    strings.TrimSuffix(execution.Output.Content, "\n"),
		Stderr:    strings.TrimSuffix(execution.Errors.Content, "\n"),
		Truncated: execution.Output.Truncated || execution.Errors.Truncated,
	}, err
}

func (o ExecOptions) wit() wit.ExecOptions {
	options := wit.ExecOptions{
		Input:      types.None[[]uint8](),
		Env:        variables(o.Env),
		User:       option(o.User),
		WorkingDir: option(o.WorkingDir),
		Check:      !o.Unchecked,
		TimeoutMs:  types.None[uint32](),
	}
	if o.Input != nil {
		options.Input = types.Some(o.Input)
	}
	if o.Timeout > 0 {
		options.TimeoutMs = types.Some(milliseconds(o.Timeout))
	}
	return options
}

// variables are the entries of a map by their names, so that two runs do the same.
func variables(values map[string]string) []wit.Variable {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	variables := make([]wit.Variable, 0, len(names))
	for _, name := range names {
		variables = append(variables, wit.Variable{Name: name, Value: values[name]})
	}
	return variables
}
