package mzhost

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	host "mzhost/internal/wit/mzhost_composition_sql"
	"mzhost/internal/wit/types"
)

// Rows is the result of a query.
type Rows struct {
	// Columns are there also when there are no rows.
	Columns []Column
	// Rows are in the server's order.
	Rows []Row
	// Affected is the number of rows returned or changed.
	Affected int64
	// Truncated is whether rows are missing because a limit was reached.
	Truncated bool
}

// Column is a column of a result.
type Column struct {
	Name string
	// Type is what the server calls it: "int4", "text", "timestamptz".
	Type string
}

// Row is one row of a result.
type Row struct {
	// Cells are the server's own texts; nil is NULL.
	Cells []*string

	columns []Column
	err     error
}

// Scan reads the cells of the row into pointers, one for each column: to texts, numbers, booleans, []byte, time.Time,
// to pointers to these, which become nil for NULL, or to what has the method Scan, such as sql.Null.
func (r Row) Scan(into ...any) error {
	if r.err != nil {
		return r.err
	}
	if len(into) != len(r.Cells) {
		return Errorf("the row has %d columns, and %d are read", len(r.Cells), len(into))
	}
	for at, to := range into {
		if err := scan(r.Cells[at], to); err != nil {
			return Errorf("column %q: %w", r.columns[at].Name, err)
		}
	}
	return nil
}

// Get is the text of a column; empty for NULL. The error names the columns that there are.
func (r Row) Get(column string) (string, error) {
	if r.err != nil {
		return "", r.err
	}
	names := make([]string, 0, len(r.columns))
	for at, known := range r.columns {
		if known.Name == column {
			if cell := r.Cells[at]; cell != nil {
				return *cell, nil
			}
			return "", nil
		}
		names = append(names, known.Name)
	}
	return "", Errorf("no column %q; there are: %s", column, strings.Join(names, ", "))
}

// One is the only row; its methods fail when there is not exactly one.
func (r *Rows) One() Row {
	if len(r.Rows) != 1 {
		return Row{err: Errorf("wanted one row, got %d", len(r.Rows))}
	}
	return r.Rows[0]
}

// Scan reads the cells of the only row, as Row.Scan does.
func (r *Rows) Scan(into ...any) error { return r.One().Scan(into...) }

func newRows(rows host.Rows) *Rows {
	result := &Rows{Affected: int64(rows.Affected), Truncated: rows.Truncated}
	for _, column := range rows.Columns {
		result.Columns = append(result.Columns, Column{column.Name, column.TypeName})
	}
	for _, row := range rows.Rows {
		cells := make([]*string, len(row.Cells))
		for at, cell := range row.Cells {
			if cell.Tag() == types.OptionSome {
				text := cell.Some()
				cells[at] = &text
			}
		}
		result.Rows = append(result.Rows, Row{Cells: cells, columns: result.Columns})
	}
	return result
}

func row(rows *Rows, err error) Row {
	if err != nil {
		return Row{err: err}
	}
	return rows.One()
}

// scan reads a cell into what a pointer points to.
func scan(cell *string, into any) error {
	if scanner, ok := into.(interface{ Scan(any) error }); ok {
		if cell == nil {
			return scanner.Scan(nil)
		}
		return scanner.Scan(*cell)
	}
	pointer := reflect.ValueOf(into)
	if pointer.Kind() != reflect.Pointer || pointer.IsNil() {
		return fmt.Errorf("a pointer is needed, not %T", into)
	}
	to := pointer.Elem()
	if to.Kind() == reflect.Pointer {
		if cell == nil {
			to.SetZero()
			return nil
		}
		to.Set(reflect.New(to.Type().Elem()))
		return scan(cell, to.Interface())
	}
	if cell == nil {
		return fmt.Errorf("NULL is no %s; read it into a *%[1]s", to.Type())
	}
	if err := parse(*cell, to); err != nil {
		return fmt.Errorf("%q is no %s", *cell, to.Type())
	}
	return nil
}

// How PostgreSQL writes times.
var layouts = []string{"2006-01-02 15:04:05.999999999Z07", "2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999", "2006-01-02", time.RFC3339Nano}

func parse(text string, to reflect.Value) (err error) {
	if when, ok := to.Addr().Interface().(*time.Time); ok {
		for _, layout := range layouts {
			if *when, err = time.Parse(layout, text); err == nil {
				return nil
			}
		}
		return err
	}
	switch to.Kind() {
	case reflect.String:
		to.SetString(text)
	case reflect.Bool:
		var value bool
		value, err = strconv.ParseBool(text)
		to.SetBool(value)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		var value int64
		value, err = strconv.ParseInt(text, 10, to.Type().Bits())
		to.SetInt(value)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		var value uint64
		value, err = strconv.ParseUint(text, 10, to.Type().Bits())
		to.SetUint(value)
	case reflect.Float32, reflect.Float64:
		var value float64
		value, err = strconv.ParseFloat(text, to.Type().Bits())
		to.SetFloat(value)
	case reflect.Interface:
		if to.NumMethod() > 0 {
			return fmt.Errorf("no text")
		}
		to.Set(reflect.ValueOf(text))
	default:
		if to.Kind() != reflect.Slice || to.Type().Elem().Kind() != reflect.Uint8 {
			return fmt.Errorf("no text")
		}
		to.SetBytes([]byte(text))
	}
	return err
}
