import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a as e}from"./chunk-NNQQ266N.js";var r=class extends Error{static{e(this,"UnsoundError")}name="UnsoundError"};export{r as a};
//# sourceMappingURL=chunk-PMYIZCA4.js.map
