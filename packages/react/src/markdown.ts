export { Markdown, type MarkdownProps, renderMarkdown } from './markdown/Markdown.js';
