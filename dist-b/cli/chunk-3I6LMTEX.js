import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a as t}from"./chunk-NNQQ266N.js";var i=t(n=>JSON.stringify(n,null,2).replace(/[^\P{C}\n]|[\u2028\u2029]/gu,e=>Array.from({length:e.length},(g,r)=>o(e.charCodeAt(r))).join("")),"indentedJson"),o=t(n=>`\\u${n.toString(16).padStart(4,"0")}`,"escaped");export{i as a};
//# sourceMappingURL=chunk-3I6LMTEX.js.map
