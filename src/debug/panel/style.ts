/** The panel's style sheet: light and dark, in a corner of a wide window, across the bottom of a narrow one. */
export const STYLE = `
/* !important, because the page's own rules would win over those of :host. */
:host { all: initial !important; position: fixed !important; inset: auto 16px 16px auto !important; z-index: 2147483647 !important; display: block !important;
  width: min(400px, calc(100vw - 32px)) !important; color-scheme: light dark !important;
  --ground: #fff; --ink: #1c2024; --soft: #5f6770; --line: #e4e7ea; --hover: #f5f7f8; --accent: #0b6e5b;
  --good: #0b6e5b; --good-ground: #e3f4ef; --wait: #7a4d00; --wait-ground: #fdf1d8; --bad: #a3221c; --bad-ground: #fde8e6; --calm-ground: #eef0f2;
}
@media (prefers-color-scheme: dark) {
  :host { --ground: #16191c; --ink: #eceff1; --soft: #9aa4ad; --line: #2b3136; --hover: #1e2327; --accent: #52c9ae;
    --good: #6bd6bd; --good-ground: #143029; --wait: #f1c465; --wait-ground: #382b0e; --bad: #ff9a92; --bad-ground: #411b19; --calm-ground: #262c31; }
}
* { box-sizing: border-box; font: inherit; }
[hidden] { display: none !important; }
section { display: flex; flex-direction: column; max-height: min(560px, calc(100vh - 32px)); overflow: hidden; color: var(--ink); background: var(--ground);
  border: 1px solid var(--line); border-radius: 12px; box-shadow: 0 12px 40px rgb(0 0 0 / .22), 0 2px 6px rgb(0 0 0 / .1);
  font: 13px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
header { display: flex; align-items: center; gap: 10px; padding: 8px 8px 8px 14px; }
strong { font-weight: 650; font-size: 14px; }
strong::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-right: 8px; border-radius: 50%; background: var(--accent); }
.status { flex: 1; min-width: 0; overflow: hidden; color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; text-overflow: ellipsis; }
button { color: inherit; background: none; border: 0; border-radius: 6px; cursor: pointer; }
header button { width: 32px; height: 32px; font-size: 18px; line-height: 1; color: var(--soft); }
button:hover { background: var(--hover); color: var(--ink); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
.folded .body { display: none; }
.body { display: flex; flex-direction: column; min-height: min(200px, 30vh); border-top: 1px solid var(--line); }
[role=tablist] { display: flex; gap: 4px; padding: 6px 10px 0; border-bottom: 1px solid var(--line); }
[role=tab] { padding: 6px 8px 8px; border-radius: 6px 6px 0 0; color: var(--soft); border-bottom: 2px solid transparent; }
[role=tab][aria-selected=true] { color: var(--ink); border-bottom-color: var(--accent); font-weight: 600; }
[role=tab][data-count]::after { content: attr(data-count); margin-left: 6px; padding: 0 6px; border-radius: 9px; background: var(--calm-ground); color: var(--soft); font-size: 11px; font-weight: 500; font-variant-numeric: tabular-nums; }
[role=tabpanel] { flex: 1; min-height: 0; overflow: auto; overscroll-behavior: contain; }
ol { margin: 0; padding: 0; list-style: none; }
li + li { border-top: 1px solid var(--line); }
.empty { padding: 28px 24px; color: var(--soft); text-align: center; }
summary { display: block; padding: 8px 14px; cursor: pointer; }
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--hover); }
.line { display: flex; align-items: baseline; gap: 8px; }
b { flex: 1; min-width: 0; overflow-wrap: anywhere; font-weight: 600; }
time { color: var(--soft); font-size: 11.5px; font-variant-numeric: tabular-nums; }
.words { color: var(--soft); }
.what { flex: 1; min-width: 0; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.by { font-size: 11.5px; white-space: nowrap; }
.note { display: block; color: var(--soft); font-style: italic; }
.note:empty { display: none; }
.badge { padding: 0 7px; border-radius: 9px; font-size: 11.5px; font-weight: 550; white-space: nowrap; background: var(--calm-ground); color: var(--soft); }
.sent, .emitted { background: var(--good-ground); color: var(--good); }
.waiting, .held { background: var(--wait-ground); color: var(--wait); }
.dropped { background: var(--bad-ground); color: var(--bad); }
pre { max-height: 260px; margin: 0; padding: 10px 14px; overflow: auto; background: var(--hover); border-top: 1px solid var(--line); font: 11.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 8px 16px; margin: 0; padding: 14px; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 480px) {
  :host { inset: auto 0 0 !important; width: 100vw !important; }
  section { max-height: 60vh; border-radius: 12px 12px 0 0; border-width: 1px 0 0; }
}
@media print { :host { display: none !important; } }
`;
