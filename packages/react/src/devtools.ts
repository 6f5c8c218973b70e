export { ForewarmDevtools, type ForewarmDevtoolsProps } from './devtools/ForewarmDevtools.js';
