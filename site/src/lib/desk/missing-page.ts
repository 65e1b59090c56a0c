import { type DeskFrame, deskFrame, deskVisitor } from './desk-page.ts'

export type MissingPage = { frame: DeskFrame; home: string; status: 404 }

/** An address of the desk without a page. Who is not signed in learns no more of it than of one that has a page. */
export async function serveMissing(locals: App.Locals, request: Request): Promise<MissingPage | Response> {
  const me = await deskVisitor(locals, request)
  if (me instanceof Response) return me
  return { frame: deskFrame(locals, '没有这个页面', me, ''), home: locals.urls.desk(), status: 404 }
}
