// Package types has what generated bindings need of the module of the same name.
package types

// Unit is the type without a value.
type Unit struct{}

// The tags of Option.
const (
	OptionNone = iota
	OptionSome
)

// Option is a value or none.
type Option[T any] struct {
	tag   uint8
	value T
}

// None is no value.
func None[T any]() Option[T] { return Option[T]{tag: OptionNone} }

// Some is a value.
func Some[T any](value T) Option[T] { return Option[T]{OptionSome, value} }

// Tag tells which of both it is.
func (o Option[T]) Tag() uint8 { return o.tag }

// Some is the value, which must be there.
func (o Option[T]) Some() T { return o.value }

// The tags of Result.
const (
	ResultOk = iota
	ResultErr
)

// Result is a value or an error.
type Result[T, E any] struct {
	tag   uint8
	value T
	err   E
}

// Ok is a value.
func Ok[T, E any](value T) Result[T, E] { return Result[T, E]{tag: ResultOk, value: value} }

// Err is an error.
func Err[T, E any](err E) Result[T, E] { return Result[T, E]{tag: ResultErr, err: err} }

// Tag tells which of both it is.
func (r Result[T, E]) Tag() uint8 { return r.tag }

// Ok is the value, which must be there.
func (r Result[T, E]) Ok() T { return r.value }

// Err is the error, which must be there.
func (r Result[T, E]) Err() E { return r.err }
