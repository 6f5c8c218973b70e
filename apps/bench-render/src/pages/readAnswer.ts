/** Asks, and gives the text of each read, which may hold several tokens. */
export async function readAnswer(path: string, question: string, onText: (text: string) => void): Promise<void> {
  const response = await fetch(path, { method: 'POST', body: JSON.stringify({ question }) });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (rest + value).split('\n\n');
    rest = events.pop()!;
    let text = '';
    for (const event of events) {
      if (event === 'data: [DONE]') continue;
      const chunk = JSON.parse(event.slice('data: '.length)) as { type: string; delta?: string };
      if (chunk.type === 'text-delta') text += chunk.delta;
    }
    onText(text);
  }
}
