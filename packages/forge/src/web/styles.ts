/** The look of every page: one sheet, light and dark by the system's choice. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --canvas: #ffffff; --surface: #f6f8fa; --text: #1f2328; --muted: #59636e;
  --border: #d1d9e0; --link: #0550ae; --good: #1a7f37; --bad: #b91c26;
  --wait: #7d4e00; --added: #dafbe1; --removed: #ffebe9; --hunk: #ddf4ff;
  --notice: #fff8c5; --button: #1a7f37; --button-text: #ffffff; --merged: #6f3fc4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --canvas: #0d1117; --surface: #151b23; --text: #f0f6fc; --muted: #a3abb5;
    --border: #3d444d; --link: #79b8ff; --good: #4ac26b; --bad: #ff7b72;
    --wait: #e3b341; --added: #12301f; --removed: #3a1a1d; --hunk: #132339;
    --notice: #2e2711; --button: #1f7a37; --button-text: #ffffff; --merged: #c297ff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--canvas); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif;
}
.banner { background: var(--notice); border-bottom: 1px solid var(--border); padding: 8px 16px; margin: 0; }
header, main { max-width: 1100px; margin: 0 auto; padding: 16px; }
header { padding-bottom: 0; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 8px; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 28px 0 8px; }
h3, h4 { font-size: 1rem; margin: 16px 0 4px; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, select:focus-visible, summary:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px;
}
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--canvas); padding: 8px; }
.muted { color: var(--muted); }
.number { color: var(--muted); font-weight: 400; }
.state { font-weight: 600; border: 1px solid currentColor; border-radius: 999px; padding: 1px 10px; white-space: nowrap; }
.open, .success { color: var(--good); }
.closed, .failure { color: var(--bad); }
.merged { color: var(--merged); }
.pending, .missing, .draft { color: var(--wait); }
.card { border: 1px solid var(--border); border-radius: 8px; padding: 4px 16px; background: var(--surface); overflow-wrap: anywhere; }
.list { list-style: none; padding: 0; margin: 8px 0; }
.list li { padding: 6px 0; border-top: 1px solid var(--border); overflow-wrap: anywhere; }
.list li:first-child { border-top: 0; }
.mark { display: inline-block; width: 1.4em; font-weight: 700; }
.alert { border: 2px solid var(--bad); border-radius: 8px; padding: 8px 16px; }
.done { border: 2px solid var(--good); border-radius: 8px; padding: 8px 16px; }
form.actions { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; margin: 12px 0; }
label { display: grid; gap: 4px; font-weight: 600; }
select, button { font: inherit; min-height: 40px; border-radius: 6px; border: 1px solid var(--border); padding: 6px 14px; }
select { background: var(--canvas); color: var(--text); }
button { background: var(--button); color: var(--button-text); font-weight: 600; cursor: pointer; }
button:disabled { background: var(--surface); color: var(--muted); cursor: not-allowed; }
details { border: 1px solid var(--border); border-radius: 8px; margin: 8px 0; background: var(--canvas); }
details > :not(summary) { margin-left: 12px; margin-right: 12px; }
details > pre.diff { margin: 0; }
summary { padding: 8px 12px; cursor: pointer; overflow-wrap: anywhere; font-weight: 600; }
.counts { font-weight: 400; white-space: nowrap; }
pre { background: var(--surface); padding: 8px 12px; margin: 8px 0; border-radius: 6px; }
pre, code { font: 13px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
pre.diff { border-radius: 0; padding: 0; }
.diff span { display: block; padding: 0 12px; min-height: 1.45em; }
.diff .added { background: var(--added); }
.diff .removed { background: var(--removed); }
.diff .hunk { background: var(--hunk); color: var(--text); }
.source { width: 100%; border-collapse: collapse; table-layout: fixed; }
.source td { padding: 0 12px; vertical-align: top; }
.source .line { width: 64px; text-align: right; }
.source .line a { color: var(--muted); text-decoration: none; }
.source tr:target { background: var(--notice); }
.markdown blockquote { margin: 0 0 16px; padding-left: 12px; border-left: 3px solid var(--border); }
.markdown table { border-collapse: collapse; }
.markdown th, .markdown td { border: 1px solid var(--border); padding: 4px 10px; text-align: left; }
`;
