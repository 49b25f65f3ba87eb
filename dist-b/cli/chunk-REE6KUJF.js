import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{c as p,d as m}from"./chunk-R5H3SHST.js";import{a as o}from"./chunk-NNQQ266N.js";function b(n,l){let s=l.map(r=>r.map(u)),c=n.map((r,t)=>s.reduce((e,a)=>Math.max(e,i(a[t]??"")),i(r))),d=n.map((r,t)=>s.length>0&&s.every(e=>/^[-−]?[\d./%]*$/.test(e[t]??""))),g=o(r=>r.map((t,e)=>{let a=" ".repeat(c[e]-i(t));return d[e]?a+t:t+a}).join("  ").trimEnd(),"line");return y([g(n),...s.map(g)].join(`
`))}o(b,"textTable");var u=o(n=>p(m(n),h),"shown"),h=200,i=o(n=>[...n.replace(new RegExp("\\p{M}","gu"),"")].length,"length"),y=o(n=>n.replace(/^[ \t]*::/gm," : :").replaceAll("##[","# #["),"noCommand");export{b as a,y as b};
//# sourceMappingURL=chunk-REE6KUJF.js.map
