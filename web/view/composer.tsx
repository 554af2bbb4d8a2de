import type { JSX, TargetedClipboardEvent, TargetedKeyboardEvent, TargetedSubmitEvent } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Thread } from '../../client/index.js';
import { say } from '../language.js';
import { mostFiles } from '../uploads.js';
import { useChat } from '../use-chat.js';
import { Send } from './icons.js';
import { UploadButtons, UploadList, useDrop, useUploads } from './uploads.js';

/** In Unicode code points: the API's limit. */
const longest = 5_000;
/** With so few characters left, or fewer, the page says how many. */
const nearLimit = 500;

export function Composer({ thread, name }: { thread: Thread; name: string }): JSX.Element {
  const chat = useChat();
  const [text, setText] = useState(() => chat.draftOf(thread));
  const input = useRef<HTMLTextAreaElement>(null);
  const length = text.length > longest - nearLimit ? Array.from(text).length : text.length;
  const tooMany = length - longest;
  const { uploads, items } = useUploads(thread.id);
  const add = (files: readonly File[]): void => {
    if (uploads.add(files) > 0) chat.tell(say('tooManyFiles', { most: mostFiles }));
  };
  const isDraggedOver = useDrop(add);
  const isUploaded = items.every(({ attachment }) => attachment !== undefined);
  const canSend = (text.trim() !== '' || items.length > 0) && isUploaded && tooMany <= 0;

  // Not on phones: the focus would open a keyboard that covers half of the screen. A message that is sought has it.
  useEffect(() => {
    const isSought = chat.store.state.sought !== undefined;
    if (!isSought && matchMedia('(hover: hover)').matches) input.current?.focus();
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
    // Removes empty lines at both ends, but keeps the indentation of the first line: it may be pasted code.
    chat.write(thread, text.replace(/^(\s*\n)+/, '').trimEnd(), uploads.take());
    change('');
    input.current?.focus();
  };
  const press = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes a word, Enter belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const paste = (event: TargetedClipboardEvent<HTMLTextAreaElement>): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    add(files);
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    send();
  };

  return (
    <form class={isDraggedOver ? 'composer dragged-over' : 'composer'} onSubmit={submit}>
      <UploadList uploads={uploads} items={items} />
      <p id="length" class={tooMany > 0 ? 'length fault' : 'length'} role="status">
        {tooMany > 0
          ? say('tooLong', { count: tooMany, most: longest })
          : -tooMany < nearLimit
            ? say('charactersLeft', { count: -tooMany })
            : ''}
      </p>
      <textarea
        ref={input}
        rows={1}
        dir="auto"
        enterkeyhint="send"
        placeholder={say('message')}
        aria-label={say('messageTo', { name })}
        aria-describedby="length"
        aria-invalid={tooMany > 0}
        value={text}
        onInput={({ currentTarget }) => change(currentTarget.value)}
        onKeyDown={press}
        onPaste={paste}
      />
      <UploadButtons add={add} />
      <button type="submit" class="send" aria-label={say('send')} title={say('send')} disabled={!canSend}>
        <Send />
      </button>
    </form>
  );
}
