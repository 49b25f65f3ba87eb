import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{c as t}from"./chunk-IPGFNBXL.js";import{b as e}from"./chunk-5AJY3TB3.js";import{a as o}from"./chunk-NNQQ266N.js";function f(n){let s=t(n)??n;return s instanceof Error?s.message:String(s)}o(f,"messageOf");var m=o(n=>r(n)||e(n)&&a.includes(n.code),"isFatal"),a=["ENOSPC","EDQUOT","EROFS"],r=o(n=>n instanceof Error&&n.name==="NoBrowserError","isNoBrowser");export{f as a,m as b,r as c};
//# sourceMappingURL=chunk-FYUDEJKB.js.map
