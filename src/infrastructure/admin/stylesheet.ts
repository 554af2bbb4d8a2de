/** The panel's styles, added to AdminJS's: one column on a phone, tables that do not break names, readable contrast. */
export const stylesheet = `
:root { --ink: #1c1b3a; --quiet: #5b5d70; --line: #dfe2ee; --brand: #3040d6; --danger: #b00012; }
#app { font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; color: var(--ink); }
#app b, #app strong { font-weight: 600; }
#app a:focus-visible, #app button:focus-visible, #app input:focus-visible, #app select:focus-visible {
  outline: 3px solid #6f7df0; outline-offset: 1px; }
[data-css="app-content"] { min-width: 0; }
.duet-sidebar { width: 208px; flex-shrink: 0; padding: 16px 12px; background: #fff; border-right: 1px solid var(--line);
  overflow-y: auto; }
.duet-sidebar a { display: block; padding: 9px 12px; border-radius: 6px; color: var(--ink); text-decoration: none; }
.duet-sidebar a:hover { background: #f1f2fb; }
.duet-sidebar a.active:not(.duet-logo) { background: #dfe3fb; color: #2531b0; font-weight: 600; }
.duet-logo { margin-bottom: 16px; }
.duet-logo img { height: 32px; display: block; }
.duet-top { display: flex; align-items: center; justify-content: flex-end; gap: 12px; padding: 10px 24px; background: #fff;
  border-bottom: 1px solid var(--line); flex-shrink: 0; }
.duet-menu { display: none !important; margin-right: auto; }
.duet-main { padding: 20px 24px 32px; min-width: 0; }
.duet-zone { margin-top: 20px; color: var(--quiet); font-size: 13px; }
.duet-crumbs { font-size: 13px; color: var(--quiet); overflow-wrap: anywhere; }
.duet-crumbs a { color: var(--quiet); }
.duet-headline { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 12px;
  margin: 6px 0 16px; }
.duet-title { font-size: 26px; line-height: 1.25; overflow-wrap: anywhere; }
.duet-count { margin-left: 10px; padding: 2px 10px; font-size: 14px; vertical-align: middle; color: var(--quiet);
  border: 1px solid #9a9db3; border-radius: 12px; background: #fff; }
.duet-actions { display: flex; flex-wrap: wrap; gap: 8px; }
.duet-button { display: inline-block; padding: 7px 14px; font: inherit; font-size: 14px; line-height: 1.4; color: #2531b0;
  background: #fff; border: 1px solid #9aa3e8; border-radius: 6px; cursor: pointer; text-decoration: none; }
.duet-button:hover { background: #f1f2fb; }
.duet-button:disabled { color: var(--quiet); border-color: #c5c7d4; cursor: default; }
.duet-danger { color: var(--danger); border-color: #dd8f97; }
.duet-primary { color: #fff; background: var(--brand); border-color: var(--brand); }
.duet-primary:hover { background: #2531b0; }
.duet-primary.duet-danger { background: var(--danger); border-color: var(--danger); }
.duet-small { padding: 1px 8px; font-size: 12px; }
.duet-card { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 20px; }
.duet-card p + p { margin-top: 12px; }
.duet-list { padding: 8px 16px 16px; }
/* AdminJS leaves room for a drawer around lists, records and forms, which are pages here. */
.duet-main > :is([data-css$="-list"], [data-css$="-new"]) { height: auto; padding: 0; }
.duet-main [data-css$="-show-drawer-content"] { padding: 20px; background: #fff; border: 1px solid var(--line); border-radius: 8px; }
#app [data-css$="-show-drawer-content"] label { color: var(--quiet); }
#app [data-css$="-show-drawer-content"] a { padding: 0; color: #2531b0; text-decoration: underline; }
.duet-main a:not([class]) { color: #2531b0; }
.duet-scroll { overflow-x: auto; }
.duet-table { width: 100%; border-collapse: collapse; }
.duet-table th, .duet-table td { padding: 10px 12px 10px 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid #eceef6; white-space: nowrap; }
.duet-table th { font-weight: 600; font-size: 13px; }
.duet-table th a { color: inherit; }
.duet-table tbody tr { cursor: pointer; }
.duet-table tbody tr:hover { background: #f7f8fd; }
.duet-table td a { color: #2531b0; }
.duet-table td[data-property="text"], .duet-table td[data-property="details"] { width: 60%; white-space: normal;
  overflow-wrap: anywhere; min-width: 220px; }
.duet-table td[data-property="title"], .duet-table td[data-property="username"], .duet-table td[data-property="senderId"],
.duet-table td[data-property="threadId"], .duet-table td[data-property="adminName"] { max-width: 260px; overflow: hidden;
  text-overflow: ellipsis; }
.duet-table td a[class*="Button"], .duet-table td section a { padding: 0; white-space: inherit; }
.duet-selected { margin: 8px 0; }
.duet-pages { display: flex; flex-wrap: wrap; gap: 16px; align-items: center; padding-top: 14px; }
.duet-pages a { color: #2531b0; }
.duet-excerpt { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
#app mark { background: #ffe58a; color: var(--ink); border-radius: 2px; }
.duet-filters { flex: 0 0 260px; align-self: flex-start; margin: 0 0 16px 16px; padding: 16px 20px; background: #fff;
  border: 1px solid var(--line); border-radius: 8px; }
[data-css$="-list"]:has(> .duet-filters) > :first-child { min-width: 0; }
[data-css$="-list"] > :first-child { min-width: 0; }
.duet-filters h2 { font-size: 18px; margin-bottom: 12px; }
.duet-filters p, .duet-filters fieldset { margin-bottom: 14px; }
.duet-filters label, .duet-filters legend { display: block; font-size: 13px; font-weight: 600; margin-bottom: 4px; }
.duet-filters fieldset label { font-weight: 400; }
.duet-filters input:not([id^="react-select"]):not([aria-autocomplete]), .duet-filters select, .duet-field { width: 100%;
  box-sizing: border-box; padding: 7px 10px; font: inherit; color: var(--ink); background: #fff; border: 1px solid #8b8ea6;
  border-radius: 6px; }
.duet-notices { display: flex; flex-direction: column; gap: 6px; padding: 8px; max-width: min(560px, 96vw); }
.duet-notice { display: flex; gap: 12px; align-items: center; justify-content: space-between; padding: 10px 14px; background: #e8ebfd;
  border: 1px solid #9aa3e8; border-radius: 8px; box-shadow: 0 4px 16px rgb(28 27 58 / 15%); }
.duet-notice.duet-success { background: #e5f5ea; border-color: #83c596; }
.duet-notice.duet-error { background: #fdecec; border-color: #dd8f97; color: #7c0f18; }
.adminjs_Badge { color: var(--ink) !important; background: #eceef6 !important; border-color: #c5c8dc !important; }
.duet-confirm { display: inline-flex; gap: 6px; align-items: center; margin-left: 8px; }
@media (max-width: 1023px) {
  .duet-menu { display: inline-block !important; }
  .duet-sidebar { position: absolute; top: 0; bottom: 0; left: 0; z-index: 50; visibility: hidden; transform: translateX(-100%); }
  .duet-sidebar.duet-open { visibility: visible; transform: none; }
}
@media (max-width: 760px) {
  .duet-main { padding: 14px 12px 24px; }
  .duet-top { padding: 8px 12px; }
  .duet-filters { margin: 0 0 16px; order: -1; flex: none; align-self: stretch; }
  [data-css$="-list"]:has(> .duet-filters) { flex-direction: column; }
  [data-css$="-list"] > :first-child { width: 100%; }
  .duet-table thead { display: none; }
  .duet-table, .duet-table tbody, .duet-table tr, .duet-table td { display: block; }
  .duet-table tr { position: relative; padding: 10px 0; border-bottom: 1px solid var(--line); }
  .duet-table td { display: flex; gap: 8px; padding: 2px 0; border: 0; white-space: normal; overflow-wrap: anywhere; }
  .duet-table td[data-label]::before { content: attr(data-label); flex: 0 0 108px; color: var(--quiet); font-size: 13px; }
  .duet-table td[data-property] { max-width: none !important; width: auto !important; min-width: 0 !important; }
  .duet-table tr:has(.duet-pick) { padding-right: 32px; }
  .duet-pick { position: absolute !important; right: 4px; top: 10px; }
}
`;
