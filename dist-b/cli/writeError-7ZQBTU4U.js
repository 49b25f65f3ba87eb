import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a,b}from"./chunk-5AJY3TB3.js";import"./chunk-NNQQ266N.js";export{a as WriteError,b as isOfTheSystem};
//# sourceMappingURL=writeError-7ZQBTU4U.js.map
