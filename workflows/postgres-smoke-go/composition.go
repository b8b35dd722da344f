// Package composition is the composition postgres-smoke in Go.
package composition

import (
	"fmt"

	"mzhost"
)

const password = "postgres"

// Services are a server and the volume that it keeps its data in.
func Services() mzhost.Services {
	return mzhost.Services{
		mzhost.Service{
			Name:        "postgres",
			Image:       "mzhost/postgres:15",
			Environment: map[string]string{"POSTGRES_PASSWORD": password},
			Ports:       []string{"5432"},
			Volumes:     []string{"data:/var/lib/postgresql/data"},
			// The address matters: while the image sets itself up, a temporary server listens on the socket only.
			Healthcheck: &mzhost.Healthcheck{Command: []string{"pg_isready", "-h", "127.0.0.1", "-U", "postgres"}},
		},
		mzhost.Volume("data"),
	}
}

// WorkflowDefault writes rows, kills the server, starts it again and finds the rows.
func WorkflowDefault(c *mzhost.Composition) error {
	if err := c.Up("postgres"); err != nil {
		return err
	}
	if err := writeOrders(c); err != nil {
		return err
	}

	if err := c.Kill("postgres"); err != nil {
		return err
	}
	killed, err := c.State("postgres")
	if err != nil {
		return err
	}
	if killed.Status != "exited" || killed.ExitCode != 137 {
		return mzhost.Errorf("after the kill the container is %+v", killed)
	}

	if err := c.Start("postgres"); err != nil {
		return err
	}
	return checkOrders(c)
}

// WorkflowRestart does the same with a graceful restart.
func WorkflowRestart(c *mzhost.Composition) error {
	if err := c.Up("postgres"); err != nil {
		return err
	}
	if err := writeOrders(c); err != nil {
		return err
	}
	if err := c.Restart("postgres"); err != nil {
		return err
	}
	return checkOrders(c)
}

func server(c *mzhost.Composition) *mzhost.Target {
	return c.SQLWith("postgres", mzhost.SQLOptions{Password: password})
}

// order is a row; it can be compared.
type order struct {
	id         int
	item, note string
}

func writeOrders(c *mzhost.Composition) error {
	db, err := server(c).Connect()
	if err != nil {
		return err
	}
	defer db.Close()
	err = db.Batch(`drop table if exists orders;
         create table orders (id int primary key, item text not null, note text)`)
	if err != nil {
		return err
	}
	for _, order := range [][]any{{1, "anvil", "heavy"}, {2, "rope", nil}} {
		inserted, err := db.Execute("insert into orders values ($1::int, $2, $3)", order...)
		if err != nil {
			return err
		}
		if inserted != 1 {
			return mzhost.Errorf("inserted %d rows", inserted)
		}
	}
	return nil
}

func checkOrders(c *mzhost.Composition) error {
	rows, err := server(c).Query("select id, item, note from orders order by id")
	if err != nil {
		return err
	}
	var orders []order
	for _, row := range rows.Rows {
		var one order
		var note *string
		if err := row.Scan(&one.id, &one.item, &note); err != nil {
			return err
		}
		if note != nil {
			one.note = *note
		}
		orders = append(orders, one)
	}
	expected := []order{{1, "anvil", "heavy"}, {2, "rope", ""}}
	if fmt.Sprint(orders) != fmt.Sprint(expected) {
		return mzhost.Errorf("the table holds %v", orders)
	}
	fmt.Println("both orders are there")
	return nil
}
