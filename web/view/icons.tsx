import type { JSX } from 'preact';

/** @param kind `directed` if it points where the text goes: then it is mirrored where that is from right to left. */
const drawn = (path: string, kind?: 'directed') => (): JSX.Element => (
  <svg
    class={kind === undefined ? 'icon' : `icon ${kind}`}
    viewBox="0 0 24 24"
    width="24"
    height="24"
    aria-hidden="true"
    focusable="false"
  >
    <path
      d={path}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>
);

export const Back = drawn('M15 5l-7 7 7 7', 'directed');
export const Block = drawn('M5.6 5.6l12.8 12.8M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18z');
export const Check = drawn('M4.5 12.5l5 5 10-11');
export const CheckTwice = drawn('M1.5 12.5l5 5 10-11M12.5 17l.5.5 9.5-11');
export const Clock = drawn('M12 7v5l3 2M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18z');
export const Close = drawn('M6 6l12 12M18 6L6 18');
export const Archive = drawn('M4 5h16v4H4zM6 9v10h12V9M10 13h4');
export const Unarchive = drawn('M4 5h16v4H4zM6 9v10h12V9M12 17v-5M9.5 14L12 11.5l2.5 2.5');
export const Bell = drawn('M6 17h12l-1.5-2v-4a4.5 4.5 0 0 0-9 0v4zM10.5 20h3');
export const BellOff = drawn('M6 17h12l-1.5-2v-4a4.5 4.5 0 0 0-9 0v4zM10.5 20h3M4 4l16 16');
export const Conversations = drawn('M4 5h16v11H11l-4 4v-4H4z');
export const Down = drawn('M12 5v14M6 13l6 6 6-6');
export const Leave = drawn('M15 4h3a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-3M10 8l-4 4 4 4M6 12h9', 'directed');
export const Settings = drawn(
  'M4 7h9M17 7h3M4 17h3M11 17h9M13 7a2 2 0 1 0 4 0a2 2 0 0 0-4 0zM7 17a2 2 0 1 0 4 0a2 2 0 0 0-4 0z',
);
export const More = drawn('M12 5.5v.1M12 12v.1M12 18.5v.1');
export const Search = drawn('M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20');
export const Send = drawn('M4 12l16-8-5 16-3.5-6.5zM11.5 13.5L20 4', 'directed');
export const Camera = drawn('M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 10a3.2 3.2 0 1 0 0 6.4a3.2 3.2 0 0 0 0-6.4z');
export const Clip = drawn(
  'M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8',
);
export const Download = drawn('M12 4v11M7 11l5 5 5-5M5 20h14');
export const File = drawn('M6 3h8l4 4v14H6zM14 3v4h4');
export const Next = drawn('M9 5l7 7-7 7', 'directed');
export const Previous = drawn('M15 5l-7 7 7 7', 'directed');
export const Retry = drawn('M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5');
export const Warning = drawn('M12 8v5M12 16.5v.1M12 3l9.5 17h-19z');

export function Logo(): JSX.Element {
  return (
    <svg class="logo" viewBox="3 3 36 32" width="45" height="40" aria-hidden="true" focusable="false">
      <path
        class="logo-front"
        d="M4 10a6 6 0 0 1 6-6h12a6 6 0 0 1 6 6v7a6 6 0 0 1-6 6h-6l-7 6v-6a5 5 0 0 1-5-5z"
      />
      <path
        class="logo-back"
        d="M16 26h7a9 9 0 0 0 8-9h1a5 5 0 0 1 5 5v7a6 6 0 0 1-5 6v4l-5-4h-5a6 6 0 0 1-6-6z"
      />
    </svg>
  );
}
