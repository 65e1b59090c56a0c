/** The day on which all tests happen: a Friday, with the calendar of its year announced. */
export const TEST_DAY = '2026-11-20'
export const TEST_SECRET = 'a secret for tests only, at least 32 characters'
