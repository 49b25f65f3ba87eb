import * as z from "zod";

// Imported before any schema is made: zod would try whether it may make code from text, and the
// page's policy forbids it.
z.config({ jitless: true });
