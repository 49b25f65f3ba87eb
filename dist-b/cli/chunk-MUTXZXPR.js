import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{i as e}from"./chunk-LL2KTQOB.js";import{a as r}from"./chunk-NNQQ266N.js";function u(n,t){let i=e(t,n),s=Number((Number(Math.abs(n).toPrecision(13))*10**i).toPrecision(13));return o((Math.sign(n)*+`${Math.round(s)}e-${i}`).toFixed(i))}r(u,"rounded");var d=r(n=>o(String(n+0)),"asGiven"),o=r(n=>/^-0(\.0*)?$/.test(n)?n.slice(1):n.replace("-","\u2212"),"signed");export{u as a,d as b};
//# sourceMappingURL=chunk-MUTXZXPR.js.map
