import { useEffect, useState } from 'preact/hooks';

/** Which entry of a list takes the Tab key: the last one that had the focus, else the open one, else the first. */
export function useTabStop(
  ids: readonly number[],
  open?: number,
): [number | undefined, (id: number) => void] {
  const [last, setLast] = useState(open);
  useEffect(() => setLast(open), [open]);
  return [last !== undefined && ids.includes(last) ? last : ids[0], setLast];
}
