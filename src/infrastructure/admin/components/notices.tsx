import { useTranslation, type NoticeMessageInState } from 'adminjs';
import React, { useEffect } from 'react';
import { useDispatch, useSelector } from 'react-redux';

/** How long a notice of success stays, in milliseconds. An error stays until the admin closes it. */
const readingTime = 6000;

/** The results of the latest actions. */
export default function Notices(): React.ReactElement {
  const notices = useSelector(({ notices: all }: { notices: NoticeMessageInState[] }) => all);
  return (
    <div className="duet-notices" role="status">
      {notices.map((notice) => (
        <Notice key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function Notice({ notice }: { notice: NoticeMessageInState }): React.ReactElement {
  const { translateMessage } = useTranslation();
  const dispatch = useDispatch();
  const close = () => {
    dispatch({ type: 'DROP_NOTICE', data: { noticeId: notice.id } });
  };
  useEffect(() => {
    if (notice.type === 'error') return;
    const timer = setTimeout(close, readingTime);
    return () => clearTimeout(timer);
  }, [notice.id]);
  return (
    <div className={`duet-notice duet-${notice.type ?? 'info'}`}>
      <span>{translateMessage(notice.message, notice.resourceId, notice.options)}</span>
      <button type="button" className="duet-button" aria-label="Close this notice" onClick={close}>
        Close
      </button>
    </div>
  );
}
