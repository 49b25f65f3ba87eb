import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a,b}from"./chunk-7PGOWYYU.js";import"./chunk-NNQQ266N.js";export{b as reportNamed,a as reports};
//# sourceMappingURL=reports-4DSTWCAK.js.map
