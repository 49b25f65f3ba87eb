import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{b as p}from"./chunk-REE6KUJF.js";import{d}from"./chunk-R5H3SHST.js";import{a as t}from"./chunk-NNQQ266N.js";import{once as m}from"node:events";function $({quiet:n}){let c=process.stderr.isTTY&&!n,o=!1,i=t(()=>{o&&process.stderr.write("\r\x1B[K"),o=!1},"cleared"),s=t(r=>{i(),l(r)},"said");return{out:t(r=>{i(),process.stdout.write(r.endsWith(`
`)?r:`${r}
`)},"out"),pieces:t(async r=>{for await(let e of r)if(!process.stdout.write(e)){if(process.stdout.errored)return;await f()}},"pieces"),say:t(r=>{n||s(r)},"say"),complain:s,progress:t((r,e,a)=>{!c||(e??r)<2||(o=r!==e,process.stderr.write(`\r\x1B[K${r}${e===void 0?"":`/${e}`} ${a}${r===e?`
`:""}`))},"progress")}}t($,"terminal");var l=t(n=>{process.stderr.write(`${p(d(n))}
`)},"complain"),f=t(()=>m(process.stdout,"drain").catch(()=>{}),"taken");function w(n){let c=n();return(o,i)=>{let s=Math.ceil((n()-c)/1e3/o*(i-o)),r=Math.round(o/i*u),e=[s/3600,s/60%60,s%60].map(a=>String(Math.floor(a)).padStart(2,"0"));return`${"\u2588".repeat(r)}${"\u2591".repeat(u-r)} ${e.join(":")} left`}}t(w,"timeLeft");var u=24;export{$ as a,l as b,w as c};
//# sourceMappingURL=chunk-Y6Z673O6.js.map
