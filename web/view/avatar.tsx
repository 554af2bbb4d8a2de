import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { User } from '../../client/index.js';
import { beginningOf } from '../text.js';
import { useChat } from '../use-chat.js';
import { nameOf } from '../words.js';

/**
 * The user's picture, if it is at an origin that the operator allows and can be loaded. Else the first letter of the name,
 * on a colour that depends on the name only.
 */
export function Avatar({ user }: { user: User }): JSX.Element {
  const { avatarOrigins } = useChat().settings;
  const [failed, setFailed] = useState<string | null>(null);
  const { avatar_url: url } = user;
  if (url !== null && url !== failed && URL.canParse(url) && avatarOrigins.includes(new URL(url).origin)) {
    const fail = (): void => setFailed(url);
    return <img class="avatar" src={url} alt="" referrerpolicy="no-referrer" onError={fail} />;
  }
  const name = nameOf(user);
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 8;
  const first = beginningOf(name.replace(/^[^\p{L}\p{N}]+/u, ''), 1) || '?';
  return (
    <span class={`avatar tint-${hash}`} aria-hidden="true">
      {first.toLocaleUpperCase()}
    </span>
  );
}
