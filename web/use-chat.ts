import { createContext } from 'preact';
import { useContext, useEffect, useReducer, useRef } from 'preact/hooks';
import type { Chat } from './chat.js';
import type { State } from './state.js';

export const ChatContext = createContext<Chat>(undefined as unknown as Chat);

export function useChat(): Chat {
  return useContext(ChatContext);
}

/** A part of the state. The component is drawn again only when this part has changed. */
export function useSelect<Part>(select: (state: State) => Part): Part {
  const { store } = useChat();
  const [, drawAgain] = useReducer<number, undefined>((count) => count + 1, 0);
  const part = select(store.state);
  const drawn = useRef({ select, part });
  drawn.current = { select, part };
  useEffect(() => {
    const compare = () => {
      const { select: current, part: before } = drawn.current;
      if (!Object.is(current(store.state), before)) drawAgain(undefined);
    };
    compare(); // it may have changed since it was drawn
    return store.subscribe(compare);
  }, [store]);
  return part;
}
