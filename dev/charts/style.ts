/** Light, and dark where the reader's system is. Only what is drawn with these classes is coloured. */
export const style = `
svg{--paper:#ffffff;--edge:#d5dbe3;--ink:#1c2430;--soft:#5b6675;--wire:#7b8696;--guard:#7a4fb5;--delay:#a15c00;--error:#c0362c;--port:#0a6e8a;
--resting-line:#a9b4c2;--resting:#f4f6f9;--busy-line:#d9a02b;--busy:#fff6df;--waiting-line:#4b8fe2;--waiting:#e8f2ff;
--live-line:#3aa563;--live:#e6f7ec;--broken-line:#d9604f;--broken:#fdecea;--leaving-line:#c98a9b;--leaving:#faeff2;--group:#f7f9fb}
@media (prefers-color-scheme:dark){svg{--paper:#12171e;--edge:#2d3643;--ink:#e8edf4;--soft:#9aa6b6;--wire:#7f8b9b;--guard:#c3a2f2;--delay:#eab35c;--error:#ff8b7e;--port:#66c9e2;
--resting-line:#4c5868;--resting:#1d242e;--busy-line:#a97c1f;--busy:#2e2614;--waiting-line:#3d77bf;--waiting:#16263b;
--live-line:#2f8a52;--live:#14291d;--broken-line:#b24e40;--broken:#331c1a;--leaving-line:#8d5f6d;--leaving:#2a1e23;--group:#171d25}}
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--ink);white-space:pre}
.card{fill:var(--paper);stroke:var(--edge)}
.title{font-size:20px;font-weight:700}
.subtitle{font-size:13px;font-weight:400;fill:var(--soft)}
.name{font-size:14px;font-weight:650}
.row,.label,.chip{font-size:12px}
.over .name,.over .row{paint-order:stroke;stroke:var(--group);stroke-width:5px;stroke-linejoin:round}
.guard{fill:var(--guard)}.delay{fill:var(--delay)}.error{fill:var(--error)}.port{fill:var(--port)}.quiet{fill:var(--soft)}.target{font-weight:600}
.state rect,.region>rect{stroke-width:1.4}
.resting>rect{fill:var(--resting);stroke:var(--resting-line)}
.busy>rect{fill:var(--busy);stroke:var(--busy-line)}
.waiting>rect{fill:var(--waiting);stroke:var(--waiting-line)}
.live>rect{fill:var(--live);stroke:var(--live-line)}
.broken>rect{fill:var(--broken);stroke:var(--broken-line)}
.leaving>rect{fill:var(--leaving);stroke:var(--leaving-line)}
.group>rect{fill:var(--group)}
.region>rect{fill:var(--group);stroke:var(--resting-line);stroke-dasharray:6 4}
.state>rect.inner{fill:none;stroke-width:1}
.rule{stroke:var(--resting-line);stroke-opacity:.55}
.tag rect{fill:var(--paper);stroke:var(--edge)}
.tag text{font-size:10.5px;fill:var(--soft)}
.beside rect{fill:var(--paper);stroke:var(--resting-line);stroke-dasharray:4 3}
.wire{fill:none;stroke:var(--wire);stroke-width:1.4}
.head{fill:var(--wire)}
.plate{fill:var(--paper)}
.plate.in{fill:var(--group)}
.initial{fill:var(--soft)}
.any circle{fill:var(--paper);stroke:var(--wire);stroke-width:1.4}
.any path{stroke:var(--soft);stroke-width:1.6;stroke-linecap:round}
`.trim()
