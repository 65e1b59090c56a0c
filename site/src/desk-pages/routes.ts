/** Address of a page of the desk → its file beside this one. */
export const DESK_PAGES: Readonly<Record<string, string>> = {
  '/desk': 'index',
  '/desk/cases/[receipt]': 'case',
  '/desk/records': 'records',
  '/desk/records/[id]': 'record',
  '/desk/changes/[id]': 'change',
  '/desk/imports': 'imports',
  '/desk/imports/[id]': 'import',
  '/desk/register': 'register',
  '/desk/key': 'key',
  '/desk/sign-in': 'sign-in',
  '/desk/sign-in/code': 'code',
  '/desk/sign-out': 'sign-out',
  '/desk/account': 'account',
  '/desk/staff': 'staff',
  '/desk/audit': 'audit',
  '/desk/[...missing]': 'missing',
}
