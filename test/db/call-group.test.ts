import { expect, test } from 'vitest'
import { createCallGroup } from '#db/call-group'

/** Records what was committed together; fails where a write says so, and then writes nothing. */
function recorder() {
  const groups: number[][] = []
  const commit = async (writes: readonly { n: number; fails?: boolean }[]) => {
    if (writes.some(({ fails }) => fails)) throw new Error(`write ${writes.find(({ fails }) => fails)?.n} fails`)
    groups.push(writes.map(({ n }) => n))
    return writes.map(({ n }) => -n)
  }
  return { groups, write: createCallGroup(commit) }
}

test('writes that wait at the same time are committed together, and each is told', async () => {
  const { groups, write } = recorder()

  const answers = await Promise.all([1, 2, 3].map((n) => write({ n })))
  await write({ n: 4 })

  expect(answers).toEqual([-1, -2, -3])
  expect(groups).toEqual([[1, 2, 3], [4]])
})

test('one that fails harms no other', async () => {
  const { groups, write } = recorder()

  const outcomes = await Promise.allSettled([1, 2, 3].map((n) => write({ n, fails: n === 2 })))

  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(groups).toEqual([[1], [3]])
})

test('a long queue is committed in parts, in the order in which it came', async () => {
  const { groups, write } = recorder()

  await Promise.all(Array.from({ length: 150 }, (_, n) => write({ n })))

  expect(groups.flat()).toEqual(Array.from({ length: 150 }, (_, n) => n))
  expect(groups.length).toBeGreaterThan(1)
})

test('what comes while a commit runs is in the next one', async () => {
  const groups: number[][] = []
  let late: Promise<undefined> | undefined
  const write = createCallGroup<number, undefined>(async (writes) => {
    groups.push([...writes])
    late ??= write(99)
    return writes.map(() => undefined)
  })

  await write(1)
  await late

  expect(groups).toEqual([[1], [99]])
})
