package mzhost

import (
	"errors"
	"fmt"
	"runtime"

	wit "mzhost/internal/wit/mzhost_composition_types"
	witruntime "mzhost/internal/wit/runtime"
	"mzhost/internal/wit/types"
)

// The code of errors that carry none of their own.
const workflowFailed = "workflow.failed"

type witError = wit.Error

// Error is what every call of mzhost fails with, and what a workflow may return to fail with a code of its own. Find it
// behind other errors with errors.As:
//
//	var failed *mzhost.Error
//	if errors.As(err, &failed) && failed.Code == "sql.error" && failed.Detail("sqlstate") == "42P01" {
//		…
//	}
type Error struct {
	// Code is the dotted code, such as "sql.error": docs/error-codes.md lists them. A workflow may use names of its own;
	// empty means "workflow.failed".
	Code string
	// Message is one sentence for people.
	Message string
	// Service is the service concerned: mzhost then shows the last lines of its log.
	Service string
	// Details are facts for programs, such as "sqlstate", "exit-code" or "output".
	Details []Detail

	cause error
	calls []uintptr
}

// Detail is one fact about an error.
type Detail struct {
	Key, Value string
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// Unwrap is the error that this one was made of by Errorf and "%w".
func (e *Error) Unwrap() error { return e.cause }

// Detail is a fact about the error; empty when it has none of this name.
func (e *Error) Detail(key string) string {
	for _, detail := range e.Details {
		if detail.Key == key {
			return detail.Value
		}
	}
	return ""
}

// Errorf is fmt.Errorf that remembers where it was called: mzhost shows the place when the workflow fails with it.
// An error behind "%w" keeps its code and details.
func Errorf(format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	failed := &Error{Code: workflowFailed, Message: err.Error(), cause: errors.Unwrap(err), calls: callers()}
	var cause *Error
	if errors.As(err, &cause) {
		failed.Code, failed.Service, failed.Details, failed.calls = cause.Code, cause.Service, cause.Details, cause.calls
	}
	return failed
}

// Assert fails the workflow, or the test case that is under way, with this message unless the condition holds. It
// panics: call it from the goroutine that the workflow runs in.
func Assert(condition bool, format string, args ...any) {
	if !condition {
		panic(Errorf(format, args...))
	}
}

// Must is the value of a call; its error fails the workflow, or the test case that is under way, as Assert does.
//
//	db := mzhost.Must(c.SQL("db").Connect())
func Must[T any](value T, err error) T {
	if err != nil {
		panic(Errorf("%w", err))
	}
	return value
}

// panicError is a panic that ended a function.
type panicError struct {
	value any
	calls []uintptr
}

func (p *panicError) Error() string { return fmt.Sprintf("panic: %v", p.value) }

func (p *panicError) Unwrap() error {
	err, _ := p.value.(error)
	return err
}

// guarded turns a panic into an error.
func guarded(work func() error) (err error) {
	returned := false
	defer func() {
		value := recover()
		if returned {
			return
		}
		if failed, ok := value.(*Error); ok {
			err = failed
			return
		}
		err = &panicError{value, callers()}
	}()
	err = work()
	returned = true
	return err
}

// callers are the calls that led here.
func callers() []uintptr {
	calls := make([]uintptr, 64)
	return calls[:runtime.Callers(2, calls)]
}

// toWit is an error in the form that crosses to the host.
func toWit(err error) witError {
	crossing := witError{Code: workflowFailed, Message: err.Error(), Service: types.None[string]()}
	var failed *Error
	if errors.As(err, &failed) {
		if failed.Code != "" {
			crossing.Code = failed.Code
		}
		crossing.Service = option(failed.Service)
		for _, detail := range failed.Details {
			crossing.Details = append(crossing.Details, wit.Detail(detail))
		}
	}
	if failed != nil && failed.Detail("traceback") != "" {
		return crossing
	}
	if calls := traceback(err); calls != "" {
		crossing.Details = append(crossing.Details, wit.Detail{Key: "traceback", Value: calls})
	}
	return crossing
}

// fromWit is an error of the host.
func fromWit(err witError) *Error {
	failed := &Error{Code: err.Code, Message: err.Message, calls: callers()}
	if err.Service.Tag() == types.OptionSome {
		failed.Service = err.Service.Some()
	}
	for _, detail := range err.Details {
		failed.Details = append(failed.Details, Detail(detail))
	}
	return failed
}

// done is what a call of the host came to.
func done[T any](result types.Result[T, witError]) (T, error) {
	// What the host allocated for the answer is in Go's hands now.
	witruntime.Unpin()
	if result.Tag() == types.ResultErr {
		var none T
		return none, fromWit(result.Err())
	}
	return result.Ok(), nil
}

// only is what a call without an answer came to.
func only(result types.Result[types.Unit, witError]) error {
	_, err := done(result)
	return err
}

// option is a text, or none when it is empty.
func option(text string) types.Option[string] {
	if text == "" {
		return types.None[string]()
	}
	return types.Some(text)
}
