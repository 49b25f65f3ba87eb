import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
var t={done:0,below:1,usage:2,badInput:3,environment:4,partly:5,interrupted:130},e={};export{t as a,e as b};
//# sourceMappingURL=chunk-566NYWRD.js.map
