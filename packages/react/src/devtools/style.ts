/** Own styles: pages may lack `styles.css`, and theirs must not apply. */
export const STYLE = `
[data-forewarm-devtools]{position:fixed;inset-block-end:12px;inset-inline-end:12px;z-index:2147483000;color-scheme:light dark;direction:ltr;text-align:left;
  font:13px/1.45 system-ui,sans-serif;font-variant-numeric:tabular-nums;color:light-dark(#1c1d20,#e8e9ec)}
[data-forewarm-devtools] *{box-sizing:border-box}
[data-forewarm-devtools] button{min-height:32px;padding:0 12px;font:inherit;color:inherit;background:light-dark(#fff,#191b1f);
  border:1px solid light-dark(#d3d6db,#3b3f47);border-radius:7px;cursor:pointer}
[data-forewarm-devtools] select{min-width:0;max-width:14em;min-height:32px;font:inherit;color:inherit;background:light-dark(#fff,#191b1f);
  border:1px solid light-dark(#d3d6db,#3b3f47);border-radius:7px}
[data-forewarm-devtools] :is(button,select):focus-visible,[data-forewarm-devtools] [tabindex]:focus-visible{outline:2px solid light-dark(#1f5fbf,#8ab4ff)}
[data-forewarm-devtools] section{display:grid;gap:10px;width:min(760px,calc(100vw - 24px));max-height:calc(100dvh - 24px);overflow:auto;padding:12px;
  background:light-dark(#fff,#191b1f);border:1px solid light-dark(#d3d6db,#3b3f47);border-radius:10px;box-shadow:0 8px 24px rgb(0 0 0/.18)}
[data-forewarm-devtools] header{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
[data-forewarm-devtools] h2{flex:1;margin:0;font-size:14px}
[data-forewarm-devtools] a{color:light-dark(#1f5fbf,#8ab4ff)}
[data-forewarm-devtools] dl{display:flex;flex-wrap:wrap;gap:4px 20px;margin:0}
[data-forewarm-devtools] dl div{display:flex;gap:6px}
[data-forewarm-devtools] dt{color:light-dark(#5c6068,#a3a8b2)}
[data-forewarm-devtools] dd{margin:0}
[data-forewarm-devtools] [data-scroll]{max-height:min(34vh,320px);overflow:auto}
[data-forewarm-devtools] table{width:100%;border-collapse:collapse}
[data-forewarm-devtools] :is(th,td){padding:2px 8px 2px 0;font-weight:400;text-align:start;vertical-align:top}
[data-forewarm-devtools] :is(tbody th,td:nth-child(2)){white-space:nowrap}
[data-forewarm-devtools] thead th,[data-forewarm-devtools] td:last-child{color:light-dark(#5c6068,#a3a8b2)}
[data-forewarm-devtools] [data-forewarm=lane]{margin-block:0 8px}
[data-forewarm-devtools] [data-forewarm=track]{background:light-dark(#f3f4f6,#24272c)}
[data-forewarm-devtools] [data-axis]{display:flex;justify-content:space-between;border-top:1px solid light-dark(#d3d6db,#3b3f47);color:light-dark(#5c6068,#a3a8b2)}
[data-forewarm-devtools] [data-forewarm=track]{position:relative;height:8px;overflow:clip}
[data-forewarm-devtools] [data-forewarm=track][data-warm]{height:4px;margin-top:1px}
[data-forewarm-devtools] [data-forewarm=phase]{position:absolute;inset-block:0;min-width:1px;background:light-dark(#d3d6db,#3b3f47)}
[data-forewarm-devtools] [data-phase=waiting]{background:light-dark(#945700,#f0b860)}
[data-forewarm-devtools] [data-phase=model]{background:light-dark(#5c6068,#a3a8b2)}
[data-forewarm-devtools] [data-phase=streaming]{background:light-dark(#1f5fbf,#8ab4ff)}
[data-forewarm-devtools] :is([data-phase=warm],[data-phase=begun]){background:light-dark(#1a7f4b,#6fd6a1)}
[data-forewarm-devtools] [data-forewarm=legend]{display:flex;flex-wrap:wrap;gap:0 14px;margin:0;padding:0;list-style:none;color:light-dark(#5c6068,#a3a8b2)}
[data-forewarm-devtools] [data-forewarm=legend] li{display:flex;gap:5px;align-items:center}
[data-forewarm-devtools] [data-forewarm=legend] i{position:static;width:9px;height:9px}
@media (max-width:600px){[data-forewarm-devtools] tr{display:grid;grid-template-columns:auto auto 1fr}
  [data-forewarm-devtools] :is(td,th):last-child{grid-column:1/-1}}
@media (forced-colors:active){[data-forewarm-devtools] [data-forewarm=phase]{forced-color-adjust:none}}
`;
