import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a as n}from"./chunk-EVBMG7AO.js";import{a as r}from"./chunk-NNQQ266N.js";var t=r(({explanations:e,certainty:o,hits:a,opportunities:i})=>`${o==="shows"?"shows":"consistent with"}: ${n(e)} (${a} of ${i})`,"diagnosisText");export{t as a};
//# sourceMappingURL=chunk-65XCS4FJ.js.map
