import type { JSX, TargetedKeyboardEvent, TargetedSubmitEvent } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Thread } from '../../client/index.js';
import { useChat } from '../use-chat.js';
import { Send } from './icons.js';

/** In Unicode code points: the API's limit. */
const longest = 5_000;
/** From how many characters before the limit on it is shown. */
const nearLimit = 500;

const numbers = new Intl.NumberFormat();

export function Composer({ thread, name }: { thread: Thread; name: string }): JSX.Element {
  const chat = useChat();
  const [text, setText] = useState(() => chat.draftOf(thread));
  const input = useRef<HTMLTextAreaElement>(null);
  const length = text.length > longest - nearLimit ? Array.from(text).length : text.length;
  const tooMany = length - longest;
  const canSend = text.trim() !== '' && tooMany <= 0;

  // A keyboard that covers half of a phone's screen comes when it is asked for.
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) input.current?.focus();
  }, []);
  useLayoutEffect(() => {
    const area = input.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  const change = (next: string): void => {
    setText(next);
    chat.keepDraft(thread, next);
  };
  const send = (): void => {
    if (!canSend) return;
    // The first line keeps its indentation, as pasted code needs it; empty lines around it go.
    chat.write(thread.id, text.replace(/^(\s*\n)+/, '').trimEnd());
    change('');
    input.current?.focus();
  };
  const press = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes a word, Enter is its.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    send();
  };

  return (
    <form class="composer" onSubmit={submit}>
      <p id="length" class={tooMany > 0 ? 'length fault' : 'length'} role="status">
        {tooMany > 0
          ? `${numbers.format(tooMany)} too many: up to ${numbers.format(longest)} characters fit into a message.`
          : -tooMany < nearLimit
            ? `${numbers.format(-tooMany)} characters left`
            : ''}
      </p>
      <textarea
        ref={input}
        rows={1}
        dir="auto"
        enterkeyhint="send"
        placeholder="Message"
        aria-label={`Message to ${name}`}
        aria-describedby="length"
        aria-invalid={tooMany > 0}
        value={text}
        onInput={({ currentTarget }) => change(currentTarget.value)}
        onKeyDown={press}
      />
      <button type="submit" class="send" aria-label="Send" title="Send" disabled={!canSend}>
        <Send />
      </button>
    </form>
  );
}
