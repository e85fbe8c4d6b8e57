try{const t=localStorage.getItem("theme");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch{}
try{const s=new CSSStyleSheet;s.replaceSync("@media (prefers-reduced-motion:no-preference){@view-transition{navigation:auto}}.toc ol{scroll-target-group:auto}.toc :target-current{--here:1}");document.adoptedStyleSheets=[s]}catch{}
