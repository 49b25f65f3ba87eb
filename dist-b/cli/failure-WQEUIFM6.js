import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a}from"./chunk-Z4F62HZ5.js";import"./chunk-G3PCX7EH.js";import"./chunk-FYUDEJKB.js";import"./chunk-566NYWRD.js";import"./chunk-Y6Z673O6.js";import"./chunk-IPGFNBXL.js";import"./chunk-REE6KUJF.js";import"./chunk-R5H3SHST.js";import"./chunk-5AJY3TB3.js";import"./chunk-PMYIZCA4.js";import"./chunk-NNQQ266N.js";export{a as sayFailure};
//# sourceMappingURL=failure-WQEUIFM6.js.map
