import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a as t}from"./chunk-NNQQ266N.js";function c(n,r){return[n,...r].map(e).join("")}t(c,"csv");var e=t(n=>`${n.map(s).join(",")}\r
`,"csvRow"),o=/[^\P{Cc}\t\r\n]|[\u2028-\u202e\u2066-\u2069]/gu;function s(n){if(typeof n=="number")return String(n+0);let r=n.replace(o,"\uFFFD").replace(u,"$1'");return/[",;\r\n]|^\s|\s$/.test(r)?`"${r.replaceAll('"','""')}"`:r}t(s,"cell");var u=/(^|[;\t\r\n])(?=[\s"'\p{C}]{0,16}[=+\-@＝＋－＠]|[\t\r\n])/gu;export{c as a,e as b};
//# sourceMappingURL=chunk-MWDBQ65L.js.map
