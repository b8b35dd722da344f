// The composition `postgres-smoke` in JavaScript.
import { assert, service } from 'mzhost';

const PASSWORD = 'postgres';

export const SERVICES = [
  service('postgres', {
    image: 'mzhost/postgres:15',
    environment: { POSTGRES_PASSWORD: PASSWORD },
    ports: [5432],
    volumes: ['data:/var/lib/postgresql/data'],
    // The address matters: while the image sets itself up, a temporary server listens on the socket only.
    healthcheck: { test: ['CMD', 'pg_isready', '-h', '127.0.0.1', '-U', 'postgres'] },
  }),
  { volumes: { data: {} } },
];

/** Writes rows, kills the server, starts it again and finds the rows. */
export function workflowDefault(c) {
  c.up('postgres');
  writeOrders(c);

  c.kill('postgres');
  const killed = c.state('postgres');
  assert(killed.status === 'exited' && killed.exitCode === 137, `after the kill the container is ${killed.status}`);

  c.start('postgres');
  checkOrders(c);
}

/** The same with a graceful restart. */
export function workflowRestart(c) {
  c.up('postgres');
  writeOrders(c);
  c.restart('postgres');
  checkOrders(c);
}

const server = (c) => c.sql('postgres', { password: PASSWORD });

function writeOrders(c) {
  const db = server(c).connect();
  db.batch(
    `drop table if exists orders;
         create table orders (id int primary key, item text not null, note text)`,
  );
  for (const order of [[1, 'anvil', 'heavy'], [2, 'rope', null]]) {
    const inserted = db.execute('insert into orders values ($1::int, $2, $3)', ...order);
    assert(inserted === 1, `inserted ${inserted} rows`);
  }
  db.close();
}

function checkOrders(c) {
  const rows = server(c).query('select id, item, note from orders order by id');
  const orders = JSON.stringify(rows.objects());
  const expected = [{ id: '1', item: 'anvil', note: 'heavy' }, { id: '2', item: 'rope', note: null }];
  assert(orders === JSON.stringify(expected), `the table holds ${orders}`);
  console.log('both orders are there');
}
