import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a,b}from"./chunk-27VCVTPG.js";import"./chunk-NNQQ266N.js";export{b as jsonSchema,a as schemas};
//# sourceMappingURL=schemas-FRP7DL7N.js.map
