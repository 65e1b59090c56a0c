import type { ReportWords } from '#domain/complaint-route'
import { doubtfulWords } from '#domain/complaint-route'
import { CHECK_STEP, isAsked, stepBefore, type Values } from '../enhance/step-order.ts'
import { answerText, askedSteps, type FieldError, type FormSpec, type FormStep } from './form-model.ts'
import { type Crumb, createFrame, type Frame, type PageContext } from './frame.ts'
import type { ColumnId } from './meta.ts'

/** `stop`: a complaint that reads like a report on officials; shown instead of a step, with everything kept. */
export type Place = { at: 'step'; step: FormStep } | { at: 'check' } | { at: 'stop' }

export type AnswerGroup = {
  id: string
  title: string
  onlyIf: FormStep['onlyIf']
  rows: { name: string; label: string; value: string }[]
}

/** Something other than a field is wrong: said above the form, with nothing lost, and how else to reach somebody. */
export type Trouble = { heading: string; text: string; needsContacts: boolean }

export type FormView = {
  state: 'form'
  status: number
  frame: Frame
  spec: FormSpec
  place: Place
  /** The step that leads back; null on the first. */
  back: string | null
  position: string
  /** One-time key and token, kept through all steps. */
  key: string
  token: string
  values: Values
  /** Answers of the other steps. */
  hidden: (readonly [string, string])[]
  errors: FieldError[]
  trouble: Trouble | null
  answers: AnswerGroup[]
  doubts: string[]
  words: ReportWords | null
}

export type FormState = {
  place: Place
  key: string
  token: string
  values: Values
  errors?: FieldError[]
  trouble?: Trouble | null
  status?: number
}

export type FormSurroundings = { column: ColumnId; crumbs: Crumb[]; words: ReportWords | null }

export function formView(
  context: PageContext,
  spec: FormSpec,
  { column, crumbs, words }: FormSurroundings,
  { place, key, token, values, errors = [], trouble = null, status = 200 }: FormState,
): FormView {
  const id = place.at === 'step' ? place.step.id : place.at
  const own = new Set(place.at === 'step' ? place.step.fields.map(({ name }) => name) : [])
  const all = spec.steps.flatMap(({ fields }) => fields)
  const said = place.at === 'stop' ? '请改由其他渠道反映' : titleOf(place)
  const flag = errors.length > 0 || trouble !== null ? '错误：' : ''
  return {
    state: 'form',
    status: errors.length > 0 && status === 200 ? 422 : status,
    frame: createFrame(context, {
      title: `${flag}${said} - ${spec.heading}`,
      path: spec.action,
      section: column,
      crumbs: [...crumbs, { text: spec.heading, href: null }],
      meta: { kind: 'column', column },
      isIndexed: !spec.action.includes('?') && place.at === 'step',
    }),
    ...{ spec, place, key, token, values, errors, trouble, words },
    back: stepBefore(spec.steps, id, values),
    position: positionOf(spec, place),
    hidden: all.flatMap(({ name }) => (own.has(name) || !values[name] ? [] : [[name, values[name] ?? ''] as const])),
    answers: place.at === 'check' ? answersOf(spec, values) : [],
    doubts: place.at === 'check' && words !== null ? doubtfulWords(sealedText(spec, values), words) : [],
  }
}

export function titleOf(place: Place): string {
  return place.at === 'step' ? place.step.title : '核对并提交'
}

function positionOf({ steps }: FormSpec, place: Place): string {
  if (place.at === 'stop') return ''
  const at = place.at === 'step' ? steps.indexOf(place.step) + 1 : steps.length + 1
  return `第 ${at} 步，共 ${steps.length + 1} 步`
}

/** All steps, also those not asked: in the browser the answers are filled in, and it decides there. */
function answersOf(spec: FormSpec, values: Values): AnswerGroup[] {
  const isEmpty = Object.keys(values).every((name) => spec.given[name] !== undefined)
  const steps = isEmpty ? spec.steps : askedSteps(spec.steps, values)
  return steps.map(({ id, title, onlyIf, fields }) => ({
    ...{ id, title, onlyIf },
    rows: fields.map((it) => ({ name: it.name, label: it.label, value: answerText(it, values[it.name] ?? '') })),
  }))
}

export function sealedText(spec: FormSpec, values: Values): string {
  const asked = spec.steps.filter((it) => isAsked(it, values)).flatMap(({ fields }) => fields)
  return asked.flatMap(({ name, isSealed }) => (isSealed ? [values[name] ?? ''] : [])).join('\n')
}

/** The place that a step's name means; the first step for one that is not there. */
export function placeOf({ kind, steps }: FormSpec, id: string | null): Place {
  if (id === CHECK_STEP) return { at: 'check' }
  if (id === 'stop' && kind === 'complaint') return { at: 'stop' }
  const step = steps.find((it) => it.id === id) ?? steps[0]
  return step === undefined ? { at: 'check' } : { at: 'step', step }
}
