import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a as t}from"./chunk-NNQQ266N.js";var i=t(e=>/<title>([^<]*)<\/title>/.exec(e)?.[1]??"","titleIn");export{i as a};
//# sourceMappingURL=chunk-U3CKEMPL.js.map
