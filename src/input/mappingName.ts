/**
 * The key of a field under which it has its whole name (ISO 32000, 12.7.3.1): some programs put
 * PDFs together and leave out the fields that it is part of.
 */
export const mappingName = "TM";
