import { type ParseArgsConfig, parseArgs } from 'node:util'
import { StoreSettingsError } from '#adapters/snapshot-store'
import { ContentError } from './content.ts'
import { stop } from './report.ts'
import { openWorkspace, PlaceMismatchError, type Workspace } from './workspace.ts'

/** Options of a command line; a wrong one ends the program with the usage instead of a stack trace. */
export function readOptions<T extends ParseArgsConfig>(config: T, usage: string): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config)
  } catch (error) {
    return stop(`命令行有误：${error instanceof Error ? error.message : String(error)}\n${usage}`, 2)
  }
}

/** The workspace of a command; faulty content ends the program with what its editor has to mend. */
export function openWorkspaceOrStop(env: NodeJS.ProcessEnv): Promise<Workspace> {
  return openWorkspace(env).catch((error: unknown) => {
    if (error instanceof ContentError) stop(`内容文件有误，没有执行：\n${error.message}`)
    if (error instanceof PlaceMismatchError || error instanceof StoreSettingsError) stop(error.message)
    throw error
  })
}
