import type { Task } from '#domain/task'

type Named = Pick<Task, 'id' | 'title' | 'text'>

/** What to call a task: its heading, and how it begins where others of its document have the same heading. */
export function taskName({ id, title, text }: Named, tasks: readonly Named[]): string {
  if (title === null) return text
  const isShared = tasks.some((it) => it.id !== id && it.title === title)
  return isShared ? `${title}：${beginningOf(text)}` : title
}

function beginningOf(text: string): string {
  const [first = ''] = text.split(/[，。；]/)
  return first.length < 8
    ? text
        .split(/[。；]/, 1)
        .join('')
        .slice(0, 24)
    : first
}
