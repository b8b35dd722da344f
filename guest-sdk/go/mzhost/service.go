package mzhost

import (
	"strconv"
	"time"
)

// Service is a service of one's own, in the vocabulary of the Compose specification. As everywhere in Compose, ${NAME}
// in a text is replaced by a granted variable, and $$ stands for $.
type Service struct {
	// Name is what other services and the workflow call it.
	Name string
	// Image with its tag.
	Image string
	// Build is the folder of the composition that the image is built from.
	Build string
	// Command replaces the image's command.
	Command []string
	// Entrypoint replaces the image's entry point.
	Entrypoint []string
	// Environment are the container's variables.
	Environment map[string]string
	// SecretEnvironment are variables whose values are masked in all that mzhost shows and saves. They need 6 characters.
	SecretEnvironment map[string]string
	// Ports are published in the short form of Compose: "8080:80", or "80" at a free port of 127.0.0.1 that
	// Composition.Port tells.
	Ports []string
	// Volumes are mounted in the short form of Compose, such as "data:/var/lib/data".
	Volumes []string
	// DependsOn are services that are ready before this one starts.
	DependsOn []string
	// Healthcheck is how to see that it is ready, where Ready is not set.
	Healthcheck *Healthcheck
	// Ready is how mzhost sees that it is ready.
	Ready Ready
	// Once says that it is meant to run once and exit with 0, which then counts as ready.
	Once bool
	// NoGate says that it is never started early and held before its command, whatever --gate says.
	NoGate bool
	// Hostname of the container.
	Hostname string
	// User to run as.
	User string
	// WorkingDir is the folder to run in.
	WorkingDir string
	// Init runs an init process as PID 1, which reaps processes and passes signals on.
	Init bool
	// StopSignal is the signal that stops it.
	StopSignal string
	// StopGracePeriod is how long to wait after the stop signal before SIGKILL.
	StopGracePeriod time.Duration
	// Restart is when the engine starts it again: "no", "always", "on-failure[:N]", "unless-stopped".
	Restart string
	// Keys are any others, such as "networks", "depends_on" or "x-mzhost". They win over the fields.
	Keys Keys
}

// Ready is how mzhost sees that a service is ready: one of the fields, in place of a health check.
type Ready struct {
	// TCP is a port that takes connections.
	TCP int
	// HTTP is a port that answers a GET of Path with 200 to 399.
	HTTP int
	// Path is that of HTTP; "/" by default.
	Path string
	// Log is a regular expression that a line of the log fits.
	Log string
	// SQLUser is whom a query is sent as: "select 1" at port 5432, in the database of the user's name.
	SQLUser string
	// SQLPassword is the user's.
	SQLPassword string
	// Timeout limits how long it may take to become ready, from its start on.
	Timeout time.Duration
}

// Healthcheck is a health check. mzhost runs it itself and does not wait for the interval.
type Healthcheck struct {
	// Command and its arguments, or
	Command []string
	// Shell, a line for the image's shell.
	Shell string
	// Disable says that there is no check, not even the image's.
	Disable bool
	// Interval between tries.
	Interval time.Duration
	// Timeout of one try.
	Timeout time.Duration
	// Retries are the failures in a row that make the service unhealthy.
	Retries int
	// StartPeriod is the time in which failures do not count.
	StartPeriod time.Duration
}

// Document is a document with the service.
func (s Service) Document() (string, error) {
	if s.Name == "" {
		return "", Errorf("a service has no Name (its Image is %q)", s.Image)
	}
	return written(Keys{"services": Keys{s.Name: s.keys()}})
}

// keys are the service as Compose writes it.
func (s Service) keys() Keys {
	keys := Keys{}
	keys.set("image", s.Image)
	keys.set("build", s.Build)
	keys.setAll("command", s.Command)
	keys.setAll("entrypoint", s.Entrypoint)
	environment, secrets := Keys{}, []string{}
	for name, value := range s.Environment {
		environment[name] = value
	}
	for _, variable := range variables(s.SecretEnvironment) {
		environment[variable.Name] = variable.Value
		secrets = append(secrets, variable.Name)
	}
	keys.setKeys("environment", environment)
	keys.setAll("ports", s.Ports)
	keys.setAll("volumes", s.Volumes)
	depends := Keys{}
	for _, name := range s.DependsOn {
		depends[name] = Keys{"condition": "service_healthy"}
	}
	keys.setKeys("depends_on", depends)
	if s.Healthcheck != nil {
		keys["healthcheck"] = s.Healthcheck.keys()
	}
	keys.set("hostname", s.Hostname)
	keys.set("user", s.User)
	keys.set("working_dir", s.WorkingDir)
	if s.Init {
		keys["init"] = true
	}
	keys.set("stop_signal", s.StopSignal)
	keys.setTime("stop_grace_period", s.StopGracePeriod)
	keys.set("restart", s.Restart)
	own := s.Ready.keys()
	own.setAll("secrets", secrets)
	if s.Once {
		own["once"] = true
	}
	if s.NoGate {
		own["gate"] = false
	}
	keys.setKeys("x-mzhost", own)
	for key, value := range s.Keys {
		keys[key] = value
	}
	return keys
}

func (r Ready) keys() Keys {
	own, probe := Keys{}, Keys{}
	if r.TCP != 0 {
		probe["tcp"] = r.TCP
	}
	if r.HTTP != 0 {
		http := Keys{"port": r.HTTP}
		http.set("path", r.Path)
		probe["http"] = http
	}
	probe.set("log", r.Log)
	if r.SQLUser != "" {
		sql := Keys{"user": r.SQLUser}
		sql.set("password", r.SQLPassword)
		probe["sql"] = sql
	}
	own.setKeys("ready", probe)
	own.setTime("ready_timeout", r.Timeout)
	return own
}

func (h Healthcheck) keys() Keys {
	keys := Keys{}
	switch {
	case h.Disable:
		keys["disable"] = true
	case h.Shell != "":
		keys["test"] = []string{"CMD-SHELL", h.Shell}
	case len(h.Command) > 0:
		keys["test"] = append([]string{"CMD"}, h.Command...)
	}
	keys.setTime("interval", h.Interval)
	keys.setTime("timeout", h.Timeout)
	if h.Retries != 0 {
		keys["retries"] = h.Retries
	}
	keys.setTime("start_period", h.StartPeriod)
	return keys
}

func (k Keys) set(key, value string) {
	if value != "" {
		k[key] = value
	}
}

func (k Keys) setAll(key string, values []string) {
	if len(values) > 0 {
		k[key] = values
	}
}

func (k Keys) setKeys(key string, value Keys) {
	if len(value) > 0 {
		k[key] = value
	}
}

// setTime sets a time in a unit of Compose.
func (k Keys) setTime(key string, value time.Duration) {
	if value > 0 {
		k[key] = strconv.FormatInt(value.Microseconds(), 10) + "us"
	}
}
