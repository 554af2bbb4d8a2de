import type { JSX } from 'preact';

const drawn = (path: string) => (): JSX.Element => (
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
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

export const Back = drawn('M15 5l-7 7 7 7');
export const Block = drawn('M5.6 5.6l12.8 12.8M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18z');
export const Check = drawn('M4.5 12.5l5 5 10-11');
export const CheckTwice = drawn('M1.5 12.5l5 5 10-11M12.5 17l.5.5 9.5-11');
export const Clock = drawn('M12 7v5l3 2M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18z');
export const Close = drawn('M6 6l12 12M18 6L6 18');
export const Down = drawn('M12 5v14M6 13l6 6 6-6');
export const Leave = drawn('M15 4h3a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-3M10 8l-4 4 4 4M6 12h9');
export const Search = drawn('M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20');
export const Send = drawn('M4 12l16-8-5 16-3.5-6.5zM11.5 13.5L20 4');
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
