import { Agent, createServer, request } from 'node:http'
import { expect, test } from 'vitest'
import { createGracefulStop } from '../../scripts/lib/graceful-stop.ts'

test('what is under way is answered, kept connections end, and no new one is taken', async () => {
  let begun = () => {}
  const isBegun = new Promise<void>((done) => {
    begun = done
  })
  const server = createServer((_, response) => {
    begun()
    setTimeout(() => response.end('answered'), 300)
  })
  const stopping = createGracefulStop(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const agent = new Agent({ keepAlive: true })
  const ask = () =>
    new Promise<[string, string | undefined]>((done, fail) => {
      const sent = request({ agent, host: '127.0.0.1', port }, (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => done([text, response.headers.connection]))
      })
      sent.on('error', fail)
      sent.end()
    })

  const running = ask()
  await isBegun
  const stopped = stopping.stop()

  await expect(ask()).rejects.toThrow('ECONNREFUSED')
  expect(await running).toEqual(['answered', 'close'])
  await stopped
  expect(await Promise.race([stopping.stop().then(() => 'one stop'), Promise.resolve('one stop')])).toBe('one stop')
  agent.destroy()
})
