/** What the templates of sheets say in words of their own, as documents say it. */
export const fixedWords = {
  worksheet: "Worksheet",
  solution: "Worked solution",
  variant: "variant",
  name: "Name",
  date: "Date",
  givens: "Givens",
  source: "Source:",
  shown: "Computed exactly and shown rounded.",
  losses: "The loss from step to step:",
  mistakes: "Common mistakes",
  mistakesAre:
    "Numbers to look out for: each mistake, with what it gives at the first blank where it shows.",
  page: "page",
  of: "of",
} as const;
