import { type PublishProgress, type PublishReport, publishPending } from '#usecase/publish-pending'
import { PublisherBusyError } from '#usecase/publisher-lease'
import { progress } from './report.ts'
import type { Workspace } from './workspace.ts'

const TRIES = 90

/** Publishes, waiting for another publisher to finish; what was decided is in the database either way. */
export async function publishWaiting(workspace: Workspace, onProgress?: PublishProgress): Promise<PublishReport> {
  for (let tries = 1; ; tries++) {
    try {
      return await publishPending(workspace, onProgress)
    } catch (error) {
      if (!(error instanceof PublisherBusyError) || tries === TRIES) throw error
      if (tries === 1) progress('另一个发布程序正在运行，决定已记录但尚未生效，正在等待……')
      await new Promise((done) => setTimeout(done, 1000))
    }
  }
}
