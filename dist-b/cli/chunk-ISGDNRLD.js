import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
var r="handprop.";export{r as a};
//# sourceMappingURL=chunk-ISGDNRLD.js.map
