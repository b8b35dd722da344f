package mzhost

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	host "mzhost/internal/wit/mzhost_composition_http"
)

// How long an answer may take, unless the request says otherwise.
const httpTimeout = 30 * time.Second

// The characters of a body that an error shows.
const bodyShown = 300

// HTTPOptions is what a request has beside its path.
type HTTPOptions struct {
	// Headers of the request.
	Headers []Header
	// Body of the request.
	Body []byte
	// JSON is a value that is sent as the body, with the header that says so.
	JSON any
	// Timeout is how long all of it may take; 0 means 30 s.
	Timeout time.Duration
}

// Header is a header of HTTP.
type Header struct {
	// Name is in lower case in answers.
	Name  string
	Value string
}

// Response is what a server answered, whatever the status.
type Response struct {
	Status int
	// Headers are in the order of the answer; a name may come several times.
	Headers []Header
	// Body has at most 16 MiB.
	Body Data

	asked   string
	service string
}

// HTTP sends a request to a port of a running service, which need not be published. The path begins with "/" and may
// have a query. Redirects are not followed, and an answer with any status is no error: Response.Success makes it one.
func (c *Composition) HTTP(service string, containerPort int, method, path string) (*Response, error) {
	return c.HTTPWith(service, containerPort, method, path, HTTPOptions{})
}

// HTTPWith is HTTP with headers, a body or another time limit.
func (c *Composition) HTTPWith(service string, containerPort int, method, path string, options HTTPOptions) (*Response, error) {
	port, err := portNumber(containerPort)
	if err != nil {
		return nil, err
	}
	headers := make([]host.Header, 0, len(options.Headers)+1)
	for _, header := range options.Headers {
		headers = append(headers, host.Header(header))
	}
	body := options.Body
	if options.JSON != nil {
		if body, err = json.Marshal(options.JSON); err != nil {
			return nil, Errorf("the body is no JSON: %w", err)
		}
		headers = append(headers, host.Header{Name: "content-type", Value: "application/json"})
	}
	timeout := options.Timeout
	if timeout == 0 {
		timeout = httpTimeout
	}
	answer, err := done(host.Request(service, port, method, path, headers, body, milliseconds(timeout)))
	if err != nil {
		return nil, err
	}
	response := &Response{
		Status:  int(answer.Status),
		Body:    Data(answer.Body),
		asked:   fmt.Sprintf("%s %s:%d%s", method, service, containerPort, path),
		service: service,
	}
	for _, header := range answer.Headers {
		response.Headers = append(response.Headers, Header(header))
	}
	return response, nil
}

// Header is the first value of a header. Upper and lower case of its name are the same.
func (r *Response) Header(name string) string {
	for _, header := range r.Headers {
		if strings.EqualFold(header.Name, name) {
			return header.Value
		}
	}
	return ""
}

// JSON reads the body as JSON.
func (r *Response) JSON(into any) error {
	if err := json.Unmarshal(r.Body.Content, into); err != nil {
		return Errorf("the answer to %s is no such JSON: %w", r.asked, err)
	}
	return nil
}

// Success is an error with the details "status" and "body" unless the status is 200 to 299.
func (r *Response) Success() error {
	if r.Status >= 200 && r.Status < 300 {
		return nil
	}
	body := r.Body.String()
	shown := []rune(body)
	if len(shown) > bodyShown {
		shown = shown[:bodyShown]
	}
	return &Error{
		Code:    workflowFailed,
		Message: fmt.Sprintf("%s answers %d: %s", r.asked, r.Status, string(shown)),
		Service: r.service,
		Details: []Detail{{"status", strconv.Itoa(r.Status)}, {"body", body}},
		calls:   callers(),
	}
}
