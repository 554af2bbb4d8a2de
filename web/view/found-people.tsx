import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Me, User } from '../../client/index.js';
import { explain } from '../chat.js';
import { say } from '../language.js';
import { useChat } from '../use-chat.js';
import { nameOf } from '../words.js';
import { Avatar } from './avatar.js';
import { useTabStop } from './tab-stop.js';

/** How long to wait for another letter, in milliseconds. */
const patience = 150;

interface Props {
  text: string;
  me: Me;
  /** Those who are listed above already. */
  listed: ReadonlySet<number>;
  onOpen: () => void;
}

/** People by the beginning of their name, to write to. */
export function FoundPeople({ text, me, listed, onOpen }: Props): JSX.Element | null {
  const chat = useChat();
  const [found, setFound] = useState<readonly User[] | undefined>(undefined);
  const [fault, setFault] = useState('');
  const people = found?.filter(({ id }) => !listed.has(id));
  const [stop, setStop] = useTabStop(people?.map(({ id }) => id) ?? []);

  useEffect(() => {
    const superseded = new AbortController();
    const search = async (): Promise<void> => {
      try {
        const results = await chat.search(text, superseded.signal);
        setFound(results.filter(({ id }) => id !== me.id));
        setFault('');
      } catch (error) {
        if (!superseded.signal.aborted) setFault(explain(error));
      }
    };
    const timer = setTimeout(() => void search(), patience);
    return () => {
      clearTimeout(timer);
      superseded.abort();
    };
  }, [text]);

  const choose = async (person: User): Promise<void> => {
    try {
      location.hash = `#/${await chat.open(person)}`;
      onOpen();
    } catch (error) {
      setFault(explain(error));
    }
  };

  if (fault === '' && found !== undefined && found.length > 0 && people?.length === 0) return null;
  return (
    <section aria-labelledby="found-people">
      <h3 id="found-people" class="list-heading">
        {say('people')}
      </h3>
      <p class="hint list-note" role="status">
        {fault !== ''
          ? fault
          : people === undefined
            ? say('searching')
            : people.length === 0
              ? say('nobodyFound')
              : ''}
        {people !== undefined && people.length > 0 && (
          <span class="hidden">{say('found', { count: people.length })}</span>
        )}
      </p>
      <ul>
        {people?.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              class="entry"
              tabIndex={person.id === stop ? 0 : -1}
              onFocus={() => setStop(person.id)}
              onClick={() => void choose(person)}
            >
              <Avatar user={person} />
              <span class="entry-text">
                <span class="entry-line">
                  <bdi class="name">{nameOf(person)}</bdi>
                </span>
                {person.name !== null && (
                  <span class="entry-line">
                    <bdi class="preview">{person.username}</bdi>
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
