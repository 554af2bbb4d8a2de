/**
 * Does the work at once and again and again, never twice at a time, and without keeping the process alive for it.
 * @param interval from one start to the next, in milliseconds; a work that takes longer misses its turns.
 * @param work must not reject.
 * @returns how to stop it; work under way goes on.
 */
export function repeat(interval: number, work: () => Promise<void>): () => void {
  let working = false;
  const turn = () => {
    if (working) return;
    working = true;
    void work().finally(() => (working = false));
  };
  const timer = setInterval(turn, interval).unref();
  turn();
  return () => clearInterval(timer);
}
