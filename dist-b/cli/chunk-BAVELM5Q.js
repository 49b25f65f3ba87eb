import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a as r}from"./chunk-NNQQ266N.js";var t=r(({score:e,maxScore:o},c=0)=>e*100<c*o-1e-9,"isBelow");export{t as a};
//# sourceMappingURL=chunk-BAVELM5Q.js.map
