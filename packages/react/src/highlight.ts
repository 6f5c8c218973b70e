export { HighlightedMarkdown, renderHighlighted } from './highlight/Highlighted.js';
