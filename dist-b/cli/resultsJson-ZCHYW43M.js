import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a,b,c,d,e,f,g}from"./chunk-ST5YZ7VO.js";import"./chunk-GYCNX6Q5.js";import"./chunk-AYC3I7NO.js";import"./chunk-TLPN7AK6.js";import"./chunk-3OIX3HKU.js";import"./chunk-R5H3SHST.js";import"./chunk-7QPLXTLS.js";import"./chunk-3I6LMTEX.js";import"./chunk-IF4S74JG.js";import"./chunk-NNQQ266N.js";export{f as mostResultBytes,g as readResults,b as resultOf,a as resultsJson,d as resultsJsonText,e as resultsSchema,c as totalsOf};
//# sourceMappingURL=resultsJson-ZCHYW43M.js.map
