import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a as t}from"./chunk-NNQQ266N.js";var i=t((n,s)=>JSON.stringify([n,s]),"studentAndExercise");export{i as a};
//# sourceMappingURL=chunk-B7MJ2JO6.js.map
