/** Messages for the person who watches the run. */
export { debug, error, info, warn } from 'mzhost:composition/log@0.1.0';
