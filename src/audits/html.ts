import type { AuditedText } from "../audits.js";
import { auditSheet } from "../render/auditSheet.js";
import { template } from "../render/templates.js";

/** A page that needs nothing else. */
export const html = ({ parts }: AuditedText): string => template("audit")(auditSheet(parts));
