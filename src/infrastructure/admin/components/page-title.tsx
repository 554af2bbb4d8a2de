import React, { useEffect } from 'react';
import { browser } from './browser.js';

/** The heading of a page. The browser's tab shows it too. */
export function PageTitle({ text, note }: { text: string; note?: string | undefined }): React.ReactElement {
  useEffect(() => {
    browser.document.title = `${text} · Duet admin`;
  }, [text]);
  return (
    <h1 className="duet-title">
      <bdi>{text}</bdi> {note === undefined ? null : <span className="duet-count">{note}</span>}
    </h1>
  );
}
