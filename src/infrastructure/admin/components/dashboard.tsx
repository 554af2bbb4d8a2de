import { Box, H5, Link } from '@adminjs/design-system';
import { ApiClient } from 'adminjs';
import React, { useEffect, useState } from 'react';
import type { DashboardData } from '../dashboard.js';
import { countOf, moment, number, timeZone } from './format.js';
import { Muted } from './muted.js';
import { PageTitle } from './page-title.js';
import { panelPath } from './panel-path.js';

// The server sends a day as its date, without a time zone.
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

export default function Dashboard(): React.ReactElement {
  const [data, setData] = useState<DashboardData>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    new ApiClient()
      .getDashboard<DashboardData>({ params: { timeZone } })
      .then((response) => setData(response.data))
      .catch(() => setFailed(true));
  }, []);
  if (failed) return <Box>The numbers could not be loaded: reload the page to try again.</Box>;
  if (data === undefined) return <Box>Loading…</Box>;
  return (
    <Box style={{ maxWidth: 1200 }} data-testid="dashboard">
      <PageTitle text="Dashboard" />
      <Box flex flexDirection="row" style={{ flexWrap: 'wrap', gap: 16, marginTop: 16 }}>
        <Count
          label="Users"
          value={data.users}
          note={`${number.format(data.activeUsers)} active`}
          href={panelPath('/resources/User')}
        />
        <Count label="Threads" value={data.threads} href={panelPath('/resources/Thread')} />
        <Count label="Messages" value={data.messages} href={panelPath('/resources/Message')} />
        <Count
          label="Unread"
          value={data.unread}
          href={panelPath('/resources/Message?filters.isRead=false')}
        />
        <Count
          label="Open reports"
          value={data.openReports}
          href={panelPath('/resources/Report?filters.status=open')}
        />
      </Box>
      <Panel title="Messages per day" note="the last 30 days">
        <Bars perDay={data.perDay} />
      </Panel>
      <Box flex flexDirection="row" style={{ flexWrap: 'wrap', gap: 16 }}>
        <Panel title="Most active threads">
          <Rows
            empty="No threads yet."
            rows={data.activeThreads.map(({ id, title, messages, updated }) => ({
              href: panelPath(`/resources/Thread/records/${id}/show`),
              name: title,
              right: countOf(messages, 'message'),
              note: `last activity ${moment.format(new Date(updated))}`,
            }))}
          />
        </Panel>
        <Panel title="Newest users">
          <Rows
            empty="No users yet."
            rows={data.newestUsers.map(({ id, username, created }) => ({
              href: panelPath(`/resources/User/records/${id}/show`),
              name: username,
              right: '',
              note: `joined ${moment.format(new Date(created))}`,
            }))}
          />
        </Panel>
      </Box>
    </Box>
  );
}

function Count(props: { label: string; value: number; note?: string; href: string }): React.ReactElement {
  return (
    <Link href={props.href} style={{ flex: '1 1 200px', textDecoration: 'none', color: 'inherit' }}>
      <Box bg="white" boxShadow="card" p="lg" style={{ borderRadius: 8 }}>
        <Muted>{props.label}</Muted>
        <div style={{ fontSize: 30, lineHeight: 1.3, color: '#1c1b3a' }}>{number.format(props.value)}</div>
        <Muted style={{ minHeight: 20 }}>{props.note ?? ''}</Muted>
      </Box>
    </Link>
  );
}

function Panel(props: { title: string; note?: string; children: React.ReactNode }): React.ReactElement {
  return (
    <Box bg="white" boxShadow="card" p="lg" mt="lg" style={{ borderRadius: 8, flex: '1 1 420px' }}>
      <Box flex flexDirection="row" alignItems="baseline" mb="lg" style={{ gap: 8 }}>
        <H5 as="h2" mb="0" mt="0">
          {props.title}
        </H5>
        <Muted>{props.note ?? ''}</Muted>
      </Box>
      {props.children}
    </Box>
  );
}

const chart = { width: 1100, height: 170, top: 18, bottom: 22 };

function Bars({ perDay }: Pick<DashboardData, 'perDay'>): React.ReactElement {
  const highest = Math.max(1, ...perDay.map(({ count }) => count));
  const step = chart.width / perDay.length;
  const space = chart.height - chart.top - chart.bottom;
  const base = chart.height - chart.bottom;
  if (perDay.every(({ count }) => count === 0)) return <Muted>No messages in these days.</Muted>;
  const peak = perDay.findIndex(({ count }) => count === highest);
  return (
    <svg
      viewBox={`0 0 ${chart.width} ${chart.height}`}
      role="img"
      aria-label="Messages per day"
      style={{ width: '100%', display: 'block' }}
    >
      <line x1={0} x2={chart.width} y1={base} y2={base} stroke="#d5d8e8" />
      {perDay.map(({ date, count }, index) => {
        const height = count === 0 ? 0 : Math.max(2, (count / highest) * space);
        const label = `${day.format(new Date(date))}: ${countOf(count, 'message')}`;
        const middle = (index + 0.5) * step;
        return (
          <g key={date}>
            <rect x={index * step} y={0} width={step} height={base} fill="transparent">
              <title>{label}</title>
            </rect>
            <rect
              x={index * step + 3}
              y={base - height}
              width={step - 6}
              height={height}
              rx={3}
              fill="#3040d6"
              pointerEvents="none"
            />
            {index === peak && count > 0 ? (
              <text x={middle} y={base - height - 5} textAnchor="middle" fontSize={12} fill="#454655">
                {number.format(count)}
              </text>
            ) : null}
            {(perDay.length - 1 - index) % 7 === 0 ? (
              <text
                x={index === perDay.length - 1 ? chart.width : middle}
                y={chart.height - 5}
                textAnchor={index === perDay.length - 1 ? 'end' : 'middle'}
                fontSize={12}
                fill="#5b5d70"
              >
                {day.format(new Date(date))}
              </text>
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}

interface Row {
  href: string;
  name: string;
  right: string;
  note: string;
}

function Rows({ rows, empty }: { rows: readonly Row[]; empty: string }): React.ReactElement {
  if (rows.length === 0) return <Muted>{empty}</Muted>;
  return (
    <>
      {rows.map(({ href, name, right, note }) => (
        <Box key={href} py="default" style={{ borderTop: '1px solid #eceef6' }}>
          <Box flex flexDirection="row" justifyContent="space-between" style={{ gap: 12 }}>
            <Link href={href} style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
              {name}
            </Link>
            <span style={{ whiteSpace: 'nowrap' }}>{right}</span>
          </Box>
          <Muted>{note}</Muted>
        </Box>
      ))}
    </>
  );
}
