import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a as e}from"./chunk-NNQQ266N.js";var t=e(r=>Number(r.toFixed(6))+0,"tidyMarks");export{t as a};
//# sourceMappingURL=chunk-GYCNX6Q5.js.map
