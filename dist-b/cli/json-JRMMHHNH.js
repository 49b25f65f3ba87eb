import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a as e}from"./chunk-6OQBEGFN.js";import{m}from"./chunk-2DCND2ZY.js";import"./chunk-AU7AMLVV.js";import{c as n,d as t,e as i,g as r}from"./chunk-NWG64DIJ.js";import"./chunk-3I6LMTEX.js";import"./chunk-SHAGFPBG.js";import"./chunk-IF4S74JG.js";import{a as s}from"./chunk-NNQQ266N.js";async function y(o){let p=m(o.prepared);return{"problem.json":r(n(o,b=>e(p.of(b)))),"key.json":r(t(o)),"submission.json":r(i(o))}}s(y,"json");export{y as json};
//# sourceMappingURL=json-JRMMHHNH.js.map
