import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a,b,c}from"./chunk-XUPZTWWV.js";import"./chunk-AYC3I7NO.js";import"./chunk-2VOJQ4MP.js";import"./chunk-TLPN7AK6.js";import"./chunk-3OIX3HKU.js";import"./chunk-R5H3SHST.js";import"./chunk-7QPLXTLS.js";import"./chunk-IF4S74JG.js";import"./chunk-NNQQ266N.js";export{c as labelled,b as readSubmission,a as submissionSchema};
//# sourceMappingURL=submission-R53V5H5C.js.map
