/**
 * A number as every platform reads it: a hyphen for minus, a point, no exponent, twelve figures.
 */
export function plainDecimal(value: number): string {
  const text = String(Number(value.toPrecision(12)) + 0);
  const [mantissa = "", exponent] = text.split("e");
  if (exponent === undefined) return text;
  const sign = mantissa.startsWith("-") ? "-" : "";
  const figures = mantissa.replace(/[-.]/g, "");
  const shift = Number(exponent);
  return shift < 0
    ? `${sign}0.${"0".repeat(-shift - 1)}${figures}`
    : `${sign}${figures.padEnd(shift + 1, "0")}`;
}
