import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{b as a}from"./chunk-27VCVTPG.js";import{a as e}from"./chunk-Y6Z673O6.js";import"./chunk-REE6KUJF.js";import"./chunk-R5H3SHST.js";import{a as o}from"./chunk-3I6LMTEX.js";import{a as m}from"./chunk-NNQQ266N.js";async function c(t){e({}).out(o(await a(t)))}m(c,"schemaCommand");export{c as schemaCommand};
//# sourceMappingURL=schema-IUCTHWWS.js.map
