'use client';
import {
  forwardRef,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useBox } from '../askBox/context.js';
import { isComposing } from '../askBox/keys.js';
import { type AskBoxPart, part } from '../askBox/part.js';
import { useForewarmClient } from '../useForewarmClient.js';
import { refusal } from '../askBox/refusal.js';
import { type PartProps, type PartState, useJoinedRef } from '../part.js';
import { useSpeculativeCache } from '../useSpeculativeCache.js';
import { drawParts } from '../attachments/Sent.js';
import { useTurn, WarmingContext } from './context.js';

const Text: AskBoxPart<'p', PartState> = part(
  'p',
  'question',
  ({ turn }) => ({ state: {}, own: { dir: 'auto', children: turn.question } }),
  useTurn,
);

/** A turn's question, with a button to edit it. */
export const Question = forwardRef<HTMLParagraphElement, PartProps<'p', PartState>>(function ChatQuestion(given, ref) {
  const { turn, editing, labels } = useTurn();
  return (
    <div data-forewarm="asked">
      {turn.parts && (
        <ul data-forewarm="sent-attachments" aria-label={labels.attached}>
          {drawParts(turn.parts)}
        </ul>
      )}
      {editing === turn.index ? <EditField /> : <Text {...given} ref={ref} />}
      <Edit />
    </div>
  );
});

type EditState = {
  /** Whether its question is being edited. */
  readonly open: boolean;
};

/** `chat.css` hides it while an answer runs: hundreds of turns would draw again. */
const Edit: AskBoxPart<'button', EditState> = part(
  'button',
  'edit',
  function useEdit({ turn, labels, editing, setEditing }: ReturnType<typeof useTurn>) {
    const open = editing === turn.index;
    const button = useRef<HTMLButtonElement>(null);
    const wasOpen = useRef(false);
    useEffect(() => {
      // The field that had the focus is gone.
      if (wasOpen.current && !open && document.activeElement === document.body) button.current?.focus();
      wasOpen.current = open;
    }, [open]);
    const own = {
      type: 'button' as const,
      hidden: open || turn.busy,
      onClick: () => setEditing(turn.index),
      'aria-label': labels.editQuestion,
      children: labels.edit,
    };
    return { state: { open }, own, refs: [button] };
  },
  useTurn,
);

/** Warms the edited question's prefix. Enter asks, Shift+Enter breaks the line, Escape cancels. */
function EditField(): ReactNode {
  const { turn, labels, setEditing, askAgain } = useTurn();
  const [text, setText] = useState(turn.question);
  const [problem, setProblem] = useState<string | null>(null);
  const client = useForewarmClient();
  const { ask } = useBox();
  const { warm: enabled, ...warming } = useContext(WarmingContext);
  const prefix = useMemo(() => ask.nextWith({ keep: turn.index }), [ask, turn.index]);
  const { ref, getInputProps } = useSpeculativeCache({ ...warming, prefix, enabled });
  const field = useRef<HTMLTextAreaElement>(null);
  const attach = useJoinedRef(ref, field);
  const id = useId();
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(-1, -1);
  }, []);
  const send = (): void => {
    const question = text.trim();
    const refused = refusal(question, labels, client.adapter);
    setProblem(refused);
    if (refused === null) askAgain(turn, question);
    else field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (event.key === 'Escape') setEditing(null);
    else if (event.key !== 'Enter' || event.shiftKey || event.target !== field.current) return;
    else send();
    event.preventDefault();
  };
  return (
    <div data-forewarm="editor" role="group" aria-label={labels.editQuestion} onKeyDown={onKeyDown}>
      <textarea
        {...getInputProps()}
        ref={attach}
        data-forewarm="input"
        dir="auto"
        aria-label={labels.editQuestion}
        aria-invalid={problem !== null || undefined}
        aria-describedby={problem === null ? undefined : id}
        enterKeyHint="send"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
      />
      {problem !== null && (
        <p id={id} role="alert" data-forewarm="problem">
          {problem}
        </p>
      )}
      <div data-forewarm="bar">
        <button type="button" data-forewarm="cancel" onClick={() => setEditing(null)}>
          {labels.cancel}
        </button>
        <button type="button" data-forewarm="submit" onClick={send}>
          {labels.submit}
        </button>
      </div>
    </div>
  );
}
