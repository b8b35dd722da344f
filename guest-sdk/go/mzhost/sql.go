package mzhost

import (
	"fmt"
	"reflect"
	"time"

	"mzhost/internal/wit/mzhost_composition_jobs"
	host "mzhost/internal/wit/mzhost_composition_sql"
	wit "mzhost/internal/wit/mzhost_composition_types"
	"mzhost/internal/wit/types"
)

// SQLOptions is where and as whom to connect. Everything has a default.
type SQLOptions struct {
	// Port inside the container; 5432 by default.
	Port uint16
	// User is "postgres" by default.
	User string
	// Password is none by default.
	Password string
	// Database is the user's name by default.
	Database string
	// TLS is "disable", "prefer" or "require"; "prefer" by default. "require" encrypts without checking the certificate.
	TLS string
}

// Target is a server to connect to for SQL.
type Target struct {
	target wit.SqlTarget
}

// SQL says where to connect for SQL; nothing happens yet.
func (c *Composition) SQL(service string) *Target { return c.SQLWith(service, SQLOptions{}) }

// SQLWith is SQL with a user, a password, another port or database.
func (c *Composition) SQLWith(service string, options SQLOptions) *Target {
	target := wit.SqlTarget{
		Service:  service,
		Port:     types.None[uint16](),
		User:     option(options.User),
		Password: option(options.Password),
		Database: option(options.Database),
		Tls:      option(options.TLS),
	}
	if options.Port != 0 {
		target.Port = types.Some(options.Port)
	}
	return &Target{target}
}

// Connect connects; an error when the service does not answer at once. Close the connection:
//
//	db, err := c.SQL("db").Connect()
//	if err != nil {
//		return err
//	}
//	defer db.Close()
func (t *Target) Connect() (*Connection, error) { return connected(done(host.Connect(t.target))) }

// ConnectWithin connects, trying again until the service answers or the time is over.
func (t *Target) ConnectWithin(timeout time.Duration) (*Connection, error) {
	return connected(done(host.ConnectWithin(t.target, milliseconds(timeout))))
}

// Query runs one statement on a connection of its own and returns its rows.
func (t *Target) Query(statement string, params ...any) (*Rows, error) {
	connection, err := t.Connect()
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	return connection.Query(statement, params...)
}

// QueryRow runs one statement on a connection of its own for the only row of its result. An error comes from Row.Scan.
func (t *Target) QueryRow(statement string, params ...any) Row {
	return row(t.Query(statement, params...))
}

// Execute runs one statement on a connection of its own and returns the number of rows that it changed.
func (t *Target) Execute(statement string, params ...any) (int64, error) {
	connection, err := t.Connect()
	if err != nil {
		return 0, err
	}
	defer connection.Close()
	return connection.Execute(statement, params...)
}

// Batch runs statements separated by semicolons on a connection of their own, in one implicit transaction.
func (t *Target) Batch(statements string) error {
	connection, err := t.Connect()
	if err != nil {
		return err
	}
	defer connection.Close()
	return connection.Batch(statements)
}

// WaitForRows runs a query again and again until it answers exactly these rows, in any order, or the time is over.
//
//	err := c.SQL("db").WaitForRows("select id, name from users", [][]any{{1, "Ann"}, {2, nil}}, 10*time.Second)
func (t *Target) WaitForRows(query string, expected [][]any, timeout time.Duration) error {
	rows := make([]host.Row, 0, len(expected))
	for _, row := range expected {
		rows = append(rows, host.Row{Cells: texts(row)})
	}
	return only(host.WaitForRows(t.target, query, rows, milliseconds(timeout)))
}

// Connection is a connection in autocommit mode. At most 64 are open at once.
type Connection struct {
	connection *host.Connection
}

func connected(connection *host.Connection, err error) (*Connection, error) {
	if err != nil {
		return nil, err
	}
	return &Connection{connection}, nil
}

// Query runs one statement and returns its rows. The parameters are for $1, $2 and so on: the server gets the text of
// each, and nil is NULL.
func (c *Connection) Query(statement string, params ...any) (*Rows, error) {
	rows, err := done(c.connection.Query(statement, texts(params)))
	if err != nil {
		return nil, err
	}
	return newRows(rows), nil
}

// QueryRow runs one statement for the only row of its result. An error comes from Row.Scan.
func (c *Connection) QueryRow(statement string, params ...any) Row {
	return row(c.Query(statement, params...))
}

// Execute runs one statement and returns the number of rows that it changed.
func (c *Connection) Execute(statement string, params ...any) (int64, error) {
	changed, err := done(c.connection.Execute(statement, texts(params)))
	return int64(changed), err
}

// Batch runs statements separated by semicolons, in one implicit transaction.
func (c *Connection) Batch(statements string) error { return only(c.connection.Batch(statements)) }

// Close closes the connection; further calls answer "sql.closed". Closing twice is fine.
func (c *Connection) Close() { c.connection.Close() }

// JobSQL runs SQL statements one after another on a connection of their own, in the background.
func (c *Composition) JobSQL(target *Target, statements ...string) (*Job, error) {
	return started(done(mzhost_composition_jobs.Sql(target.target, statements)))
}

// texts are parameters as the server reads them.
func texts(params []any) []types.Option[string] {
	texts := make([]types.Option[string], 0, len(params))
	for _, param := range params {
		texts = append(texts, text(param))
	}
	return texts
}

func text(param any) types.Option[string] {
	switch param := param.(type) {
	case nil:
		return types.None[string]()
	case []byte:
		return types.Some(string(param))
	case time.Time:
		return types.Some(param.Format(time.RFC3339Nano))
	}
	if pointer := reflect.ValueOf(param); pointer.Kind() == reflect.Pointer {
		if pointer.IsNil() {
			return types.None[string]()
		}
		if _, prints := param.(fmt.Stringer); !prints {
			return text(pointer.Elem().Interface())
		}
	}
	return types.Some(fmt.Sprint(param))
}
