import fc from "fast-check";

const { HANDPROP_FUZZ_SEED = "20270101" } = process.env;

/** The same on every machine, unless somebody looks further; a failure says its seed and path. */
export const seed = Number(HANDPROP_FUZZ_SEED);
fc.configureGlobal({ seed });

export default fc;
