import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a,b,c,d,e,f,g}from"./chunk-NWG64DIJ.js";import"./chunk-3I6LMTEX.js";import"./chunk-SHAGFPBG.js";import"./chunk-IF4S74JG.js";import"./chunk-NNQQ266N.js";export{f as aboutFilledIn,e as blankSubmission,g as jsonText,d as keyJson,b as keySchema,c as problemJson,a as problemSchema};
//# sourceMappingURL=problemJson-AS3WF6NP.js.map
