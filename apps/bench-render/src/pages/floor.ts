import { readAnswer } from './readAnswer.js';

/**
 * The least a page can do with the stream: what each read delivers is parsed, and the text appended
 * once a frame to the paragraph's text node.
 */
const input = document.querySelector('textarea')!;
const section = document.querySelector('section')!;
const status = document.querySelector('[role=status]')!;

let waiting = '';
let frame = 0;
let node: Text | null = null;

/** A blank line ends the paragraph it follows. */
function draw(): void {
  frame = 0;
  const pieces = waiting.split(/(?<=\n\n)/);
  waiting = '';
  for (const piece of pieces) {
    if (!node) {
      const paragraph = section.appendChild(document.createElement('div'));
      paragraph.style.whiteSpace = 'pre-wrap';
      node = paragraph.appendChild(document.createTextNode(''));
    }
    node.appendData(piece);
    if (piece.endsWith('\n\n')) node = null;
  }
}

async function ask(): Promise<void> {
  section.append(input.value);
  await readAnswer('/floor', input.value, (text) => {
    waiting += text;
    frame ||= requestAnimationFrame(draw);
  });
  draw();
  status.textContent = 'The answer is complete.';
}

document.querySelector('button')!.addEventListener('click', () => void ask());
