/** The panel's style sheet: light and dark, in a corner of a wide window, across the whole width of a narrow one. */
export const STYLE = `
/* !important, because the page's own rules would win over those of :host. */
:host { all: initial !important; position: fixed !important; inset: auto 16px 16px auto !important; z-index: 2147483647 !important; display: block !important;
  width: min(400px, calc(100vw - 32px)) !important; color-scheme: light dark !important;
  --ground: #fff; --ink: #1c2024; --soft: #59616a; --line: #e4e7ea; --hover: #f3f5f6; --accent: #0b6e5b; --lift: 16px;
  --good: #0a6351; --good-ground: #e3f4ef; --wait: #734900; --wait-ground: #fdf1d8; --bad: #a3221c; --bad-ground: #fdeae8; --calm-ground: #eef0f2;
}
@media (prefers-color-scheme: dark) {
  :host { --ground: #16191c; --ink: #eceff1; --soft: #a2acb5; --line: #2b3136; --hover: #1f2428; --accent: #52c9ae;
    --good: #6bd6bd; --good-ground: #143029; --wait: #f1c465; --wait-ground: #382b0e; --bad: #ff9a92; --bad-ground: #411b19; --calm-ground: #262c31; }
}
* { box-sizing: border-box; font: inherit; }
[hidden] { display: none !important; }
section { display: flex; flex-direction: column; max-height: min(560px, calc(100vh - 16px - var(--lift))); overflow: hidden; color: var(--ink); background: var(--ground);
  border: 1px solid var(--line); border-radius: 12px; box-shadow: 0 12px 40px rgb(0 0 0 / .22), 0 2px 6px rgb(0 0 0 / .1);
  font: 13px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; text-align: start; }
p, ol, dl, dd { margin: 0; padding: 0; }
header { display: flex; align-items: center; gap: 2px; padding: 6px 6px 6px 14px; cursor: grab; touch-action: none; user-select: none; }
header:active { cursor: grabbing; }
strong { margin-right: 8px; font-weight: 650; font-size: 14px; }
strong::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-right: 8px; border-radius: 50%; background: var(--accent); }
.status { flex: 1; min-width: 0; overflow: hidden; color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; text-overflow: ellipsis; }
button, select { color: inherit; background: none; border: 0; border-radius: 6px; cursor: pointer; }
header button { display: grid; place-items: center; width: 32px; height: 32px; color: var(--soft); }
button:hover { background: var(--hover); color: var(--ink); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
.cause { flex: none; max-height: 45%; padding: 10px 14px; overflow: auto; border-top: 1px solid var(--line); background: var(--calm-ground); }
.cause .what { font-weight: 600; overflow-wrap: anywhere; }
.cause .fix { margin-top: 2px; color: var(--ink); overflow-wrap: anywhere; }
.cause.bad { background: var(--bad-ground); } .cause.bad .what { color: var(--bad); }
.cause.wait { background: var(--wait-ground); } .cause.wait .what { color: var(--wait); }
.cause.fine { padding-block: 6px; background: var(--good-ground); } .cause.fine .what { color: var(--good); font-weight: 500; }
.cause button { margin-top: 8px; background: var(--ground); }
.body { display: flex; flex-direction: column; flex: 1; min-height: 0; border-top: 1px solid var(--line); }
.folded .body, .folded footer, .folded .fix, .folded .cause button { display: none; }
[role=tablist] { display: flex; gap: 4px; padding: 6px 10px 0; border-bottom: 1px solid var(--line); }
[role=tab] { padding: 6px 8px 8px; border-radius: 6px 6px 0 0; color: var(--soft); border-bottom: 2px solid transparent; }
[role=tab][aria-selected=true] { color: var(--ink); border-bottom-color: var(--accent); font-weight: 600; }
[role=tab][data-count]::after { content: attr(data-count); margin-left: 6px; padding: 0 6px; border-radius: 9px; background: var(--calm-ground); color: var(--soft); font-size: 11px; font-weight: 500; font-variant-numeric: tabular-nums; }
[role=tabpanel] { flex: 1; min-height: 96px; overflow: auto; overscroll-behavior: contain; }
ol { list-style: none; }
li + li { border-top: 1px solid var(--line); }
.empty { padding: 28px 24px; color: var(--soft); text-align: center; text-wrap: balance; }
summary { display: block; padding: 8px 14px; cursor: pointer; }
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--hover); }
.line { display: flex; align-items: baseline; gap: 8px; }
b { flex: 1; min-width: 0; overflow-wrap: anywhere; font-weight: 600; }
b::before { content: ""; display: inline-block; width: 5px; height: 5px; margin: 0 8px 2px 1px; border: solid var(--soft); border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg); }
[open] b::before { transform: rotate(45deg); }
time { color: var(--soft); font-size: 11.5px; font-variant-numeric: tabular-nums; }
.words { padding-left: 15px; color: var(--soft); }
.line .what { flex: 1; min-width: 0; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.by { font-size: 11.5px; white-space: nowrap; }
.notes { display: block; padding-left: 15px; }
.notes span { display: block; color: var(--ink); overflow-wrap: anywhere; }
.badge { padding: 0 7px; border-radius: 9px; font-size: 11.5px; font-weight: 550; white-space: nowrap; background: var(--calm-ground); color: var(--soft); }
.badge.sent { background: var(--good-ground); color: var(--good); }
.badge.waiting { background: var(--wait-ground); color: var(--wait); }
.badge.bad { background: var(--bad-ground); color: var(--bad); }
.details { padding: 2px 14px 12px 29px; }
p.title { margin-top: 8px; font-size: 11.5px; font-weight: 600; color: var(--soft); }
.fields, .visitor { display: grid; grid-template-columns: minmax(0, auto) minmax(0, 1fr); gap: 2px 12px; }
.fields { grid-template-columns: minmax(0, 11fr) minmax(0, 9fr); margin-top: 2px; font: 11.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.visitor { grid-template-columns: minmax(0, 38%) minmax(0, 1fr); gap: 8px 16px; padding: 14px; }
dt { color: var(--soft); overflow-wrap: anywhere; }
dd { overflow-wrap: anywhere; }
footer { display: flex; flex: none; align-items: center; gap: 4px; padding: 6px 8px; border-top: 1px solid var(--line); }
.text { min-height: 28px; padding: 3px 10px; border: 1px solid var(--line); }
select { min-height: 28px; margin-left: auto; padding: 3px 4px; color: var(--soft); background: var(--ground); }
.copied { position: fixed; top: 0; left: 0; width: 1px; height: 1px; opacity: 0; }
@media (max-width: 480px) {
  :host { width: 100vw !important; }
  section { max-height: min(62vh, calc(100vh - var(--lift))); border-radius: 12px 12px 0 0; border-width: 1px 0; }
  header button { width: 40px; height: 40px; }
  .text, select { min-height: 36px; }
}
@media print { :host { display: none !important; } }
`;
