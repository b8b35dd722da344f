// A guest in JavaScript: enough to make the tool bind every interface.
import * as composition from 'mzhost:composition/composition@0.1.0';
import * as files from 'mzhost:composition/files@0.1.0';
import * as http from 'mzhost:composition/http@0.1.0';
import * as jobs from 'mzhost:composition/jobs@0.1.0';
import * as log from 'mzhost:composition/log@0.1.0';
import * as overrides from 'mzhost:composition/overrides@0.1.0';
import * as sql from 'mzhost:composition/sql@0.1.0';
import * as testdrive from 'mzhost:composition/testdrive@0.1.0';
import * as tests from 'mzhost:composition/tests@0.1.0';
import * as variables from 'mzhost:composition/variables@0.1.0';

export const services = () => JSON.stringify({ services: {} });

export function workflowDefault(args) {
  for (const [name, bound] of Object.entries({ composition, files, http, jobs, log, overrides, sql, testdrive, tests, variables })) {
    log.info(`${name}: ${Object.keys(bound).sort().join(' ')}`);
  }
  try {
    composition.up(['nobody']);
  } catch (error) {
    if (error.payload?.code === 'service.unknown') return;
    throw error;
  }
  throw { code: 'js.failed', message: 'a service that is not declared came up', service: undefined, details: [] };
}

export function workflowContainers(args) {
  throw { code: 'js.failed', message: 'only the C guest has this workflow', service: undefined, details: [] };
}

export function workflowChild(args) {}
