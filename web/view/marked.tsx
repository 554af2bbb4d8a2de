import type { JSX } from 'preact';
import { foundPieces, type FoundPiece } from '../found-words.js';

/** A text, with what a search has found in it. */
export function Marked({ text, search }: { text: string; search: string | undefined }): JSX.Element {
  return <Pieces pieces={search === undefined ? [{ text, isFound: false }] : foundPieces(text, search)} />;
}

export function Pieces({ pieces }: { pieces: readonly FoundPiece[] }): JSX.Element {
  return (
    <>{pieces.map((piece, index) => (piece.isFound ? <mark key={index}>{piece.text}</mark> : piece.text))}</>
  );
}
