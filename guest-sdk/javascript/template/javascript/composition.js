// The composition `{{name}}`: a service, and workflows that drive it.
import { assert, service } from 'mzhost';

// What runs in containers. `mzhost config {{name}}` shows it as a Compose file.
export const SERVICES = [
  // Put your own image here. `mzhost catalog` lists ready-made services, such as catalog.kafka() or catalog.postgres().
  service('box', {
    image: 'debian:bookworm-slim',
    command: ['sh', '-c', 'echo ready; exec sleep infinity'],
    // How mzhost knows that it is ready; also tcp, http, sql or a health check.
    'x-mzhost': { ready: { log: '^ready' } },
  }),
];

// The function's name is the workflow's: `mzhost run {{name}} default`. The comment above is shown by `mzhost list`.
/**
 * The service answers, and keeps its files when it is killed.
 * @param {import('mzhost').Composition} c
 */
export function workflowDefault(c) {
  c.up('box');

  // A case that fails does not end the workflow, and has its own line in the reports.
  c.testCase('it runs commands', () => {
    const said = c.exec('box', ['echo', 'hello']).stdout;
    assert(said === 'hello', `it said ${said}`);
  });

  c.testCase('its files survive when it is killed', () => {
    c.exec('box', ['sh', '-c', 'echo kept > /tmp/note']);
    c.kill('box');
    c.start('box');
    const note = c.exec('box', ['cat', '/tmp/note']).stdout;
    assert(note === 'kept', `the note says ${note}`);
  });
}

/**
 * What comes after its name on the command line: `mzhost run {{name}} echo hello`.
 * @param {import('mzhost').Composition} c
 * @param {string[]} args
 */
export function workflowEcho(c, args) {
  c.up('box');
  console.log(c.exec('box', ['echo', ...args]).stdout);
}
