import { Streamdown } from 'streamdown';
import { mount } from './MarkdownChat.js';

mount((text, growing) => <Streamdown isAnimating={growing}>{text}</Streamdown>);
