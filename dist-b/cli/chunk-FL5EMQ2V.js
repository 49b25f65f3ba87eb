import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a as t}from"./chunk-GVF6C57Q.js";import{a as n}from"./chunk-NNQQ266N.js";async function a(i){let{openPrinter:e}=await import("./print-6L2TLSZ7.js");try{return await e()}catch(r){if(!(r instanceof t))throw r;i.complain(r.message),i.complain("Writing HTML instead of PDF.");return}}n(a,"printerOr");export{a};
//# sourceMappingURL=chunk-FL5EMQ2V.js.map
