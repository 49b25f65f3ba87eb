import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a as s}from"./chunk-NNQQ266N.js";import{relative as o,resolve as e}from"node:path";function i(r){let t=o(process.cwd(),e(r));return t.startsWith("..")?r:t}s(i,"shownPath");export{i as a};
//# sourceMappingURL=chunk-2UCBVTGF.js.map
