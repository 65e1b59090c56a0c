import type { Api } from '../../http/sending.ts'
import type { Machine, Row, Site } from '../site.ts'

/** The machine under test: its own copy of the site, and records that nothing before has touched. */
export type Subject = {
  machine: Machine
  site: Site
  origin: string
  penalty: Row
  licence: Row
  get: (path: string, init?: RequestInit) => Promise<Response>
  api: Api
  /** Takes the database away and gives it back; the machine is told nothing. */
  database: { stop: () => Promise<void>; start: () => Promise<void> }
}

/** One thing that the public side does, the same on every machine. */
export type Behaviour = { name: string; check: (subject: Subject) => Promise<void> }

export const searchAt = (q: string, more = '') => `/search/?q=${encodeURIComponent(q)}${more}`
