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
  const body = JSON.stringify({ question: input.value });
  section.append(input.value);
  const response = await fetch('/floor', { method: 'POST', body });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const events = (rest + value).split('\n\n');
    rest = events.pop()!;
    for (const event of events) {
      if (event === 'data: [DONE]') continue;
      const chunk = JSON.parse(event.slice('data: '.length)) as { type: string; delta?: string };
      if (chunk.type === 'text-delta') waiting += chunk.delta;
    }
    frame ||= requestAnimationFrame(draw);
  }
  draw();
  status.textContent = 'The answer is complete.';
}

document.querySelector('button')!.addEventListener('click', () => void ask());
