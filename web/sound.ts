/** Two soft notes, as frequencies in hertz. */
const notes = [660, 880];
const length = 0.16;

let context: AudioContext | undefined;

/** Silent where the browser does not let the page make a sound, as before the user has touched it. */
export async function playSound(): Promise<void> {
  context ??= new AudioContext();
  if (context.state === 'suspended') await context.resume();
  const start = context.currentTime;
  for (const [index, frequency] of notes.entries()) {
    const note = new OscillatorNode(context, { frequency });
    const volume = new GainNode(context, { gain: 0 });
    const at = start + index * length * 0.7;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.12, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, at + length);
    note.connect(volume).connect(context.destination);
    note.start(at);
    note.stop(at + length);
  }
}
