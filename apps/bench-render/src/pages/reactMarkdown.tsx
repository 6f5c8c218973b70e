import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { mount } from './MarkdownChat.js';

const PLUGINS = [remarkGfm];

mount((text) => <ReactMarkdown remarkPlugins={PLUGINS}>{text}</ReactMarkdown>);
