import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a,b,c}from"./chunk-TE6V23CB.js";import"./chunk-NNQQ266N.js";export{c as filesIn,b as formatNamed,a as formats};
//# sourceMappingURL=formats-KB2TMZL4.js.map
