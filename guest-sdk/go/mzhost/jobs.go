package mzhost

import (
	"time"

	host "mzhost/internal/wit/mzhost_composition_jobs"
	"mzhost/internal/wit/types"
)

// Job is work in the background. It ends with the workflow at the latest: what still runs is cancelled and awaited. A
// failed job that nobody waited for fails the workflow. At most 64 run at once.
type Job struct {
	job *host.Job
}

// Outcome is how a job ended.
type Outcome struct {
	// State is "passed", "failed" or "cancelled".
	State string
	// Err is why it failed.
	Err error
	// Output is what it printed.
	Output Text
}

// JobExec runs a command in a running container, in the background.
func (c *Composition) JobExec(service string, command ...string) (*Job, error) {
	return c.JobExecWith(service, command, ExecOptions{})
}

// JobExecWith is JobExec with options.
func (c *Composition) JobExecWith(service string, command []string, options ExecOptions) (*Job, error) {
	return started(done(host.Exec(service, command, options.wit())))
}

// JobWorkflow runs another workflow of the composition, on an instance of its own, in the background.
func (c *Composition) JobWorkflow(name string, args ...string) (*Job, error) {
	return started(done(host.Workflow(name, args)))
}

// Poll is the outcome when the job has ended, and nil while it runs.
func (j *Job) Poll() (*Outcome, error) {
	outcome, err := done(j.job.Poll())
	if err != nil || outcome.Tag() == types.OptionNone {
		return nil, err
	}
	return ended(outcome.Some(), nil)
}

// Wait waits for the end; the error is "job.timeout" when the time is over first, and the job goes on.
func (j *Job) Wait(timeout time.Duration) (*Outcome, error) {
	return ended(done(j.job.Wait(milliseconds(timeout))))
}

// Passed waits for the end; the error is the job's own unless it passed.
func (j *Job) Passed(timeout time.Duration) (*Outcome, error) {
	outcome, err := j.Wait(timeout)
	switch {
	case err != nil:
		return nil, err
	case outcome.State == "passed":
		return outcome, nil
	case outcome.State == "cancelled":
		return outcome, &Error{Code: "job.cancelled", Message: "the job was cancelled", calls: callers()}
	case outcome.Err != nil:
		return outcome, outcome.Err
	}
	return outcome, &Error{Code: "job.failed", Message: "the job failed", calls: callers()}
}

// Cancel ends the job and waits until it has ended. A job that had ended keeps its outcome.
func (j *Job) Cancel() (*Outcome, error) { return ended(done(j.job.Cancel())) }

func started(job *host.Job, err error) (*Job, error) {
	if err != nil {
		return nil, err
	}
	return &Job{job}, nil
}

func ended(outcome host.Outcome, err error) (*Outcome, error) {
	if err != nil {
		return nil, err
	}
	result := &Outcome{State: outcome.State, Output: Text(outcome.Output)}
	if outcome.Error.Tag() == types.OptionSome {
		result.Err = fromWit(outcome.Error.Some())
	}
	return result, nil
}
