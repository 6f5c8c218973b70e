/** What an event stream is made of. */
export interface EventListener {
  /** An event's data, and its id if it names one. */
  readonly onEvent: (data: string, id: string | undefined) => void;
  readonly onComment: (comment: string) => void;
  /** An event or a line is longer than `max`. */
  readonly onTooLong: () => never;
}

/**
 * Reads server-sent events piece by piece, by the rules of the HTML standard, as far as an answer
 * uses them: names and retry times of events are left out. A page carries a third of what a whole
 * parser weighs.
 */
export function eventReader({ onEvent, onComment, onTooLong }: EventListener, max: number): (piece: string) => void {
  let rest = '';
  let data: string | undefined;
  let id: string | undefined;
  let returned = false;
  const readLine = (line: string): void => {
    const colon = line.indexOf(':');
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    const field = colon < 0 ? line : line.slice(0, colon);
    if (line === '') {
      if (data !== undefined) onEvent(data, id);
      data = id = undefined;
    } else if (colon === 0) onComment(value);
    else if (field === 'data') {
      data = data === undefined ? value : `${data}\n${value}`;
      if (data.length > max) onTooLong();
    } else if (field === 'id' && !value.includes('\0')) id = value;
  };
  return (piece) => {
    // The second half of an end of line whose first half ended the piece before.
    const lines = (returned && piece.startsWith('\n') ? piece.slice(1) : piece).split(/\r\n|[\r\n]/);
    if (piece !== '') returned = piece.endsWith('\r');
    lines[0] = rest + lines[0];
    rest = lines.pop()!;
    lines.forEach(readLine);
    if (rest.length > max) onTooLong();
  };
}
