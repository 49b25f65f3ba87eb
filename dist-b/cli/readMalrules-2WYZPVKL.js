import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{b as a,c as b,d as c}from"./chunk-7XFSJ2NG.js";import"./chunk-3OIX3HKU.js";import"./chunk-R5H3SHST.js";import"./chunk-B5HJV2JM.js";import"./chunk-CCKXGGFL.js";import"./chunk-7QPLXTLS.js";import"./chunk-SHAGFPBG.js";import"./chunk-IF4S74JG.js";import"./chunk-NNQQ266N.js";export{c as malrule,a as malrulesSchema,b as readMalrules};
//# sourceMappingURL=readMalrules-2WYZPVKL.js.map
