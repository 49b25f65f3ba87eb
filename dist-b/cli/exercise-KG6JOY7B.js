import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a,b,c}from"./chunk-NPSJFDZQ.js";import"./chunk-7XFSJ2NG.js";import"./chunk-3OIX3HKU.js";import"./chunk-R5H3SHST.js";import"./chunk-67SPD5QI.js";import"./chunk-QOY2RQY3.js";import"./chunk-AU7AMLVV.js";import"./chunk-B5HJV2JM.js";import"./chunk-CCKXGGFL.js";import"./chunk-7QPLXTLS.js";import"./chunk-SHAGFPBG.js";import"./chunk-IF4S74JG.js";import"./chunk-NNQQ266N.js";export{c as exerciseSchema,b as exerciseWords,a as toleranceSchema};
//# sourceMappingURL=exercise-KG6JOY7B.js.map
