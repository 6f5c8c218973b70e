const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A PNG of one pixel. */
export function dot(name = 'dot.png'): File {
  return new File([Uint8Array.from(atob(PNG), (char) => char.charCodeAt(0))], name, { type: 'image/png' });
}

export function note(text = 'The middle key moves up.', name = 'note.txt'): File {
  return new File([text], name, { type: 'text/plain' });
}

/** Chooses files in the picker. */
export function pick(canvasElement: HTMLElement, ...files: readonly File[]): void {
  const picker = canvasElement.querySelector<HTMLInputElement>('[data-forewarm=attach] input')!;
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  picker.files = chosen.files;
  picker.dispatchEvent(new Event('change', { bubbles: true }));
}
