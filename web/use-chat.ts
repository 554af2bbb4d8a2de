import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Chat, State } from './chat.js';

export const ChatContext = createContext<Chat>(undefined as unknown as Chat);

export function useChat(): { chat: Chat; state: State } {
  const chat = useContext(ChatContext);
  const [state, setState] = useState(chat.state);
  useEffect(() => {
    setState(chat.state);
    return chat.subscribe(() => setState(chat.state));
  }, [chat]);
  return { chat, state };
}
