import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { say } from '../language.js';
import type { Uploads, Upload } from '../uploads.js';
import { useChat, useSelect } from '../use-chat.js';
import { sizeOf } from '../words.js';
import { Camera, Clip, Close, File as FileIcon, Retry } from './icons.js';

/** The files for the message that is being written. They stay when another conversation is opened. */
export function useUploads(thread: number): { uploads: Uploads; items: readonly Upload[] } {
  const chat = useChat();
  const uploads = useMemo(() => chat.uploadsFor(thread), [chat, thread]);
  const [items, setItems] = useState(uploads.items);
  const live = useSelect((state) => state.live);
  useEffect(() => {
    uploads.watch(setItems);
    setItems(uploads.items);
    return () => uploads.watch(() => undefined);
  }, [uploads]);
  useEffect(() => {
    if (live) uploads.connected();
  }, [live, uploads]);
  return { uploads, items };
}

/** Takes what is dropped on the conversation, and what is pasted into the text. */
export function useDrop(add: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(add);
  latest.current = add;
  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = ({ relatedTarget }: DragEvent): void => {
      if (relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault(); // or the browser would leave the page for the file
      setOver(false);
      latest.current([...(event.dataTransfer?.files ?? [])]);
    };
    document.addEventListener('dragover', over, { signal });
    document.addEventListener('dragleave', leave, { signal });
    document.addEventListener('drop', drop, { signal });
    return () => ended.abort();
  }, []);
  return isOver;
}

/** Where files are chosen: from the machine, or by the camera of a phone. */
export function UploadButtons({ add }: { add: (files: readonly File[]) => void }): JSX.Element {
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const take = ({ currentTarget }: { currentTarget: HTMLInputElement }): void => {
    add([...(currentTarget.files ?? [])]);
    currentTarget.value = ''; // so that the same file can be chosen again
  };
  return (
    <>
      <input ref={files} type="file" multiple hidden data-for="files" onChange={take} />
      <input ref={camera} type="file" accept="image/*" capture="environment" hidden onChange={take} />
      <button
        type="button"
        class="icon-button attach"
        aria-label={say('attachFiles')}
        title={say('attachFiles')}
        onClick={() => files.current?.click()}
      >
        <Clip />
      </button>
      <button
        type="button"
        class="icon-button attach by-camera"
        aria-label={say('takePhoto')}
        title={say('takePhoto')}
        onClick={() => camera.current?.click()}
      >
        <Camera />
      </button>
    </>
  );
}

export function UploadList({
  uploads,
  items,
}: {
  uploads: Uploads;
  items: readonly Upload[];
}): JSX.Element | null {
  if (items.length === 0) return null;
  return (
    <ul class="uploads" aria-label={say('attachedFiles', { count: items.length })}>
      {items.map((item) => (
        <UploadItem key={item.id} item={item} uploads={uploads} />
      ))}
    </ul>
  );
}

function UploadItem({ item, uploads }: { item: Upload; uploads: Uploads }): JSX.Element {
  const { id, file, preview, progress, problem, attachment } = item;
  const isGoing = attachment === undefined && problem === undefined;
  const { name } = file;
  return (
    <li class={problem === undefined ? 'upload' : 'upload failed'}>
      {preview === undefined ? <FileIcon /> : <img src={preview} alt="" width={40} height={40} />}
      <div class="about">
        <p class="file-name">
          <bdi>{name}</bdi>
        </p>
        {problem !== undefined ? (
          <p class="fault" role="alert">
            {problem}
          </p>
        ) : attachment === undefined ? (
          <progress value={progress} aria-label={say('uploading', { name })} />
        ) : (
          <p class="hint">{sizeOf(attachment.size)}</p>
        )}
      </div>
      {problem !== undefined && (
        <button
          type="button"
          class="icon-button"
          aria-label={say('tryFileAgain', { name })}
          title={say('tryAgain')}
          onClick={() => uploads.retry(id)}
        >
          <Retry />
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={say(isGoing ? 'cancelFile' : 'removeFile', { name })}
        title={say(isGoing ? 'cancel' : 'remove')}
        onClick={() => uploads.remove(id)}
      >
        <Close />
      </button>
    </li>
  );
}
