import type { JSX, TargetedKeyboardEvent, TargetedMouseEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Attachment } from '../../client/index.js';
import { language, say } from '../language.js';
import { useChat, useSelect } from '../use-chat.js';
import { sizeOf } from '../words.js';
import { Close, Download, File, Next, Previous } from './icons.js';

/** The longer side of a picture in the conversation, in pixels. */
const shownSide = 240;

interface Picture extends Attachment {
  readonly width: number;
  readonly height: number;
  readonly thumbnail_url: string;
}

const isPicture = (attachment: Attachment): attachment is Picture => attachment.thumbnail_url !== null;

/** What a message has beside its text. */
export function Attachments({
  thread,
  attachments,
  isReached,
}: {
  thread: number;
  attachments: readonly Attachment[];
  /** Whether Tab gets to them. */
  isReached: boolean;
}): JSX.Element | null {
  const [opened, setOpened] = useState<number>();
  if (attachments.length === 0) return null;
  const pictures = attachments.filter(isPicture);
  return (
    <div class="attachments">
      {pictures.length > 0 && (
        <ul class="pictures">
          {pictures.map((picture) => (
            <li key={picture.id}>
              <button
                type="button"
                class="picture"
                tabIndex={isReached ? undefined : -1}
                aria-label={say('openPicture', { name: picture.name })}
                onClick={() => setOpened(picture.id)}
              >
                <Shown attachment={picture} isThumbnail={true} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {attachments
        .filter((attachment) => !isPicture(attachment))
        .map((attachment) => (
          <FileLink key={attachment.id} attachment={attachment} isReached={isReached} />
        ))}
      {opened !== undefined && (
        <Viewer thread={thread} first={opened} beside={pictures} close={() => setOpened(undefined)} />
      )}
    </div>
  );
}

/** A picture. Its link ends after a while: then there is a new one. */
function Shown({ attachment, isThumbnail }: { attachment: Picture; isThumbnail: boolean }): JSX.Element {
  const chat = useChat();
  const [fresh, setFresh] = useState<Attachment>();
  const { id, name, width, height } = attachment;
  const { url, thumbnail_url: thumbnail } = fresh ?? attachment;
  const renew = (): void => {
    if (fresh === undefined) chat.attempt(async () => setFresh(await chat.attachment(id)));
  };
  const scale = isThumbnail ? Math.min(1, shownSide / Math.max(width, height)) : 1;
  return (
    <img
      src={isThumbnail ? (thumbnail ?? url) : url}
      alt={name}
      width={Math.max(1, Math.round(width * scale))}
      height={Math.max(1, Math.round(height * scale))}
      onError={renew}
    />
  );
}

function FileLink({ attachment, isReached }: { attachment: Attachment; isReached: boolean }): JSX.Element {
  const { name, size } = attachment;
  const follow = useFreshLink(attachment);
  return (
    <a
      class="file"
      href={attachment.url}
      download={name}
      tabIndex={isReached ? undefined : -1}
      onClick={follow}
    >
      <File />
      <span class="about">
        <span class="file-name">
          <bdi>{name}</bdi>
        </span>
        <span class="file-size">{sizeOf(size)}</span>
      </span>
      <Download />
    </a>
  );
}

/** Follows a link to an attachment by a new one if the page has been open for longer than links are good. */
function useFreshLink(attachment: Attachment): (event: TargetedMouseEvent<HTMLAnchorElement>) => void {
  const chat = useChat();
  return (event) => {
    const expires = Number(new URL(attachment.url, location.href).searchParams.get('expires')) * 1000;
    if (expires - Date.now() > 60_000) return;
    event.preventDefault();
    const { currentTarget: link } = event;
    chat.attempt(async () => {
      link.href = (await chat.attachment(attachment.id)).url;
      const again = document.createElement('a');
      again.href = link.href;
      again.download = attachment.name;
      again.click();
    });
  };
}

/** All pictures of a conversation, one at a time, on the whole screen. */
function Viewer({
  thread,
  first,
  beside,
  close,
}: {
  thread: number;
  first: number;
  /** Those of the message, which may have gone from the conversation by now. */
  beside: readonly Picture[];
  close: () => void;
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const messages = useSelect((state) => state.conversations.get(thread)?.messages);
  const all = messages?.flatMap(({ attachments }) => attachments.filter(isPicture)) ?? [];
  const pictures = all.some(({ id }) => id === first) ? all : beside;
  const [current, setCurrent] = useState(first);
  const index = Math.max(
    0,
    pictures.findIndex(({ id }) => id === current),
  );
  const picture = pictures[index];
  useEffect(() => dialog.current?.showModal(), []);
  const go = (by: number): void => {
    const next = pictures[index + by];
    if (next !== undefined) setCurrent(next.id);
  };
  const press = (event: TargetedKeyboardEvent<HTMLDialogElement>): void => {
    event.stopPropagation(); // Escape closes this, and leaves the conversation open
    const forwards = language().texts.direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') go(event.key === forwards ? 1 : -1);
  };
  const follow = useFreshLink(picture ?? (beside[0] as Picture));
  return (
    <dialog
      ref={dialog}
      class="viewer"
      aria-label={picture?.name ?? say('picture')}
      onClose={close}
      onKeyDown={press}
      onClick={({ target, currentTarget }) => target === currentTarget && dialog.current?.close()}
    >
      {picture !== undefined && (
        <>
          <header>
            <p class="file-name" aria-live="polite">
              <bdi>{picture.name}</bdi>
              {pictures.length > 1 && ` · ${say('pictureOf', { index: index + 1, total: pictures.length })}`}
            </p>
            <a
              class="icon-button"
              href={picture.url}
              download={picture.name}
              aria-label={say('download')}
              title={say('download')}
              onClick={follow}
            >
              <Download />
            </a>
            <button
              type="button"
              class="icon-button"
              aria-label={say('close')}
              title={say('close')}
              autofocus
              onClick={() => dialog.current?.close()}
            >
              <Close />
            </button>
          </header>
          <Shown key={picture.id} attachment={picture} isThumbnail={false} />
          {index > 0 && (
            <button
              type="button"
              class="icon-button previous"
              aria-label={say('previous')}
              onClick={() => go(-1)}
            >
              <Previous />
            </button>
          )}
          {index < pictures.length - 1 && (
            <button type="button" class="icon-button next" aria-label={say('next')} onClick={() => go(1)}>
              <Next />
            </button>
          )}
        </>
      )}
    </dialog>
  );
}
