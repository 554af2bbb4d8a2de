import type { JSX } from 'preact';
import { useEffect, useReducer } from 'preact/hooks';
import type { Alerts } from '../alerts.js';
import { say } from '../language.js';
import { useChat, useSelect } from '../use-chat.js';

function useAlerts(): Alerts {
  const { alerts } = useChat();
  const [, drawAgain] = useReducer<number, undefined>((count) => count + 1, 0);
  useEffect(() => alerts.subscribe(() => drawAgain(undefined)), [alerts]);
  return alerts;
}

/** Asks once, beside the list, so that nobody has to look for it; never by itself, because then browsers refuse. */
export function NotificationOffer(): JSX.Element | null {
  const chat = useChat();
  const alerts = useAlerts();
  const hasThreads = useSelect(({ threads }) => threads.size > 0);
  if (alerts.notifying !== 'unasked' || !hasThreads) return null;
  const answer = (isOn: boolean): void => chat.attempt(() => alerts.notify(isOn));
  return (
    <div class="offer">
      <p>{say('offerNotifications')}</p>
      <div class="choices">
        <button type="button" class="link" onClick={() => answer(true)}>
          {say('turnOn')}
        </button>
        <button type="button" class="link" onClick={() => answer(false)}>
          {say('notNow')}
        </button>
      </div>
    </div>
  );
}

/** How the user is told of new messages, in this browser. */
export function AlertChoices(): JSX.Element {
  const chat = useChat();
  const alerts = useAlerts();
  const { notifying } = alerts;
  const isPossible = notifying !== 'denied' && notifying !== 'impossible';
  return (
    <>
      <Switch
        text={say('notifyOnDesktop')}
        isOn={notifying === 'on'}
        isDisabled={!isPossible}
        turn={(isOn) => chat.attempt(() => alerts.notify(isOn))}
      />
      {!isPossible && (
        <p class="hint">{say(notifying === 'denied' ? 'notificationsDenied' : 'notificationsImpossible')}</p>
      )}
      <Switch text={say('playSound')} isOn={alerts.hasSound} turn={(isOn) => (alerts.hasSound = isOn)} />
      <p class="hint">{say('mutedStaySilent')}</p>
    </>
  );
}

interface SwitchProps {
  text: string;
  isOn: boolean;
  isDisabled?: boolean;
  turn: (isOn: boolean) => void;
}

function Switch({ text, isOn, isDisabled = false, turn }: SwitchProps): JSX.Element {
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        disabled={isDisabled}
        onChange={({ currentTarget }) => {
          const wanted = currentTarget.checked;
          currentTarget.checked = isOn; // until it is so: the browser may say no
          turn(wanted);
        }}
      />
      {text}
    </label>
  );
}
