/** What the names of the hidden fields begin with that say what a filled-in file answers. */
export const recordPrefix = "handprop.";
