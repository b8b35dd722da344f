package mzhost

import (
	"time"

	host "mzhost/internal/wit/mzhost_composition_composition"
)

// WaitForExit waits until containers have exited by themselves. The answer has the exit code of each service, 128 + N
// after signal N.
func (c *Composition) WaitForExit(timeout time.Duration, services ...string) (map[string]int, error) {
	exits, err := done(host.WaitForExit(services, milliseconds(timeout)))
	if err != nil {
		return nil, err
	}
	codes := make(map[string]int, len(exits))
	for _, exit := range exits {
		codes[exit.Service] = int(exit.ExitCode)
	}
	return codes, nil
}

// WaitForLog waits until a line of the service's log, from the container's creation on, fits a regular expression (of
// Rust's syntax, which is close to Go's), and returns the line.
func (c *Composition) WaitForLog(service, pattern string, timeout time.Duration) (string, error) {
	return done(host.WaitForLog(service, pattern, milliseconds(timeout)))
}

// WaitForPort waits until a TCP port of the container accepts connections.
func (c *Composition) WaitForPort(service string, containerPort int, timeout time.Duration) error {
	port, err := portNumber(containerPort)
	if err != nil {
		return err
	}
	return only(host.WaitForPort(service, port, milliseconds(timeout)))
}

// WaitForHTTP waits until an HTTP GET of a path ("/health") at a port of the container answers this status.
func (c *Composition) WaitForHTTP(service string, containerPort int, path string, status int, timeout time.Duration) error {
	port, err := portNumber(containerPort)
	if err != nil {
		return err
	}
	if status < 100 || status > 999 {
		return &Error{Code: "argument.invalid", Message: "a status of HTTP has three digits", calls: callers()}
	}
	return only(host.WaitForHttp(service, port, path, uint16(status), milliseconds(timeout)))
}

// WaitForCommand waits until a command in the container exits with 0.
func (c *Composition) WaitForCommand(timeout time.Duration, service string, command ...string) (Execution, error) {
	return executed(done(host.WaitForCommand(service, command, milliseconds(timeout))))
}
