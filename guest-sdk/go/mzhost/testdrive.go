package mzhost

import (
	"fmt"
	"strconv"
	"time"

	"mzhost/internal/wit/mzhost_composition_jobs"
	host "mzhost/internal/wit/mzhost_composition_testdrive"
	wit "mzhost/internal/wit/mzhost_composition_types"
)

// TestOptions is how to run test files.
type TestOptions struct {
	// Vars are variables: ${arg.NAME} in a .td file, $NAME in an .slt file.
	Vars map[string]string
	// Timeout is how long statements and waits are tried; 0 means 30 s.
	Timeout time.Duration
	// PostgresURL is the server of statements, "postgres://USER:PASSWORD@SERVICE:PORT/DATABASE"; that of the service
	// postgres or materialized without it.
	PostgresURL string
	// Seed is that of names and randomness; it follows from the run's without it.
	Seed string
	// Jobs is how many files run at the same time, each in a database of its own; one after another without it.
	Jobs int
	// Flags are any options by the names of the flags of "mzhost td", such as "kafka-addr".
	Flags map[string]string
}

// Summary is how test files went that passed.
type Summary struct {
	// Files that ran.
	Files int
	// Commands or records that ran.
	Commands int
	// Rewritten is the number of results that were rewritten in the files, with "mzhost run --rewrite-results".
	Rewritten int
	// Duration of all of it.
	Duration time.Duration
}

// RunTestdriveFiles runs the .td files of the composition's folder whose path fits one of the globs. A glob that fits no
// file is an error. The error is "test.failed", "test.invalid", "test.environment" or "policy.denied" when a file did
// not pass.
func (c *Composition) RunTestdriveFiles(globs ...string) (Summary, error) {
	return c.RunTestdriveFilesWith(globs, TestOptions{})
}

// RunTestdriveFilesWith is RunTestdriveFiles with options.
func (c *Composition) RunTestdriveFilesWith(globs []string, options TestOptions) (Summary, error) {
	return summary(done(host.RunTestdriveFiles(globs, options.wit())))
}

// RunTestdriveSource runs a text as if it were a .td file of this name.
func (c *Composition) RunTestdriveSource(name, source string, options TestOptions) (Summary, error) {
	return summary(done(host.RunTestdriveSource(name, source, options.wit())))
}

// RunSqllogictestFiles runs the .slt files of the composition's folder whose path fits one of the globs.
func (c *Composition) RunSqllogictestFiles(globs ...string) (Summary, error) {
	return c.RunSqllogictestFilesWith(globs, TestOptions{})
}

// RunSqllogictestFilesWith is RunSqllogictestFiles with options.
func (c *Composition) RunSqllogictestFilesWith(globs []string, options TestOptions) (Summary, error) {
	return summary(done(host.RunSqllogictestFiles(globs, options.wit())))
}

// RunSqllogictestSource runs a text as if it were an .slt file of this name.
func (c *Composition) RunSqllogictestSource(name, source string, options TestOptions) (Summary, error) {
	return summary(done(host.RunSqllogictestSource(name, source, options.wit())))
}

// JobTestdriveFiles runs .td files in the background.
func (c *Composition) JobTestdriveFiles(globs []string, options TestOptions) (*Job, error) {
	return started(done(mzhost_composition_jobs.TestdriveFiles(globs, options.wit())))
}

// JobSqllogictestFiles runs .slt files in the background.
func (c *Composition) JobSqllogictestFiles(globs []string, options TestOptions) (*Job, error) {
	return started(done(mzhost_composition_jobs.SqllogictestFiles(globs, options.wit())))
}

func summary(summary host.Summary, err error) (Summary, error) {
	return Summary{
		Files:     int(summary.Files),
		Commands:  int(summary.Commands),
		Rewritten: int(summary.Rewritten),
		Duration:  time.Duration(summary.Ms) * time.Millisecond,
	}, err
}

func (o TestOptions) wit() []wit.Variable {
	flags := map[string]string{}
	for name, value := range o.Flags {
		flags[name] = value
	}
	for name, value := range o.Vars {
		flags["var."+name] = value
	}
	if o.Timeout > 0 {
		flags["default-timeout"] = fmt.Sprintf("%dms", milliseconds(o.Timeout))
	}
	if o.PostgresURL != "" {
		flags["postgres-url"] = o.PostgresURL
	}
	if o.Seed != "" {
		flags["seed"] = o.Seed
	}
	if o.Jobs > 0 {
		flags["jobs"] = strconv.Itoa(o.Jobs)
	}
	return variables(flags)
}
