import type { CaseKind } from '#domain/vocabulary'
import { type FieldRules, FREE, troubleOf } from '../enhance/field-rules.ts'
import { isAsked, type StepOrder, type Values } from '../enhance/step-order.ts'

export type FieldOption = { value: string; text: string }

/** A question as data: pages draw it, server and browser check it by the same rules. */
export type FormField = {
  name: string
  label: string
  hint: string | null
  type: 'text' | 'tel' | 'area' | 'radios' | 'select' | 'check'
  options: readonly FieldOption[]
  rules: FieldRules
  /** Sealed before anything is stored; with script it never leaves the browser in clear. */
  isSealed: boolean
  autocomplete: string | null
}

export type FormStep = StepOrder & { title: string; notes: readonly string[]; fields: readonly FormField[] }

export type FieldError = { name: string; id: string; message: string }

/** As much of a contract's schema as a field needs. */
type FieldSchema = {
  safeParse: (value: unknown) => { success: boolean; error?: { issues: readonly { message: string }[] } | undefined }
  toJSONSchema: () => { maxLength?: number | undefined; pattern?: string | undefined }
}

type FieldInput = Pick<FormField, 'name' | 'label'> & Partial<FormField>

export function field(input: FieldInput): FormField {
  return { ...{ hint: null, type: 'text', options: [], rules: FREE, isSealed: false, autocomplete: null }, ...input }
}

/** A field of the sealed part: its rules are those of the contract. `required` where this form asks for more. */
export function sealedField(
  schema: FieldSchema,
  { required, ...input }: FieldInput & { required?: string },
): FormField {
  const rules = rulesOf(schema)
  return field({ ...input, rules: { ...rules, required: required ?? rules.required }, isSealed: true })
}

/** A choice that has to be made; a select has an empty first option instead. */
export function choiceField(input: FieldInput & { options: readonly FieldOption[] }, required: string): FormField {
  return field({ type: 'radios', rules: { ...FREE, required }, ...input })
}

export function step(input: Pick<FormStep, 'id' | 'title' | 'fields'> & Partial<FormStep>): FormStep {
  return { notes: [], onlyIf: null, ...input }
}

/** The rules of a contract's schema, and its own words for what is wrong: found by trying values that break each. */
export function rulesOf(schema: FieldSchema): FieldRules {
  const { maxLength = null, pattern = null } = schema.toJSONSchema()
  return {
    required: wordsFor(schema, ''),
    max: maxLength,
    tooLong: maxLength === null ? null : wordsFor(schema, '0'.repeat(maxLength + 1)),
    pattern,
    mismatch: pattern === null ? null : wordsFor(schema, '?'),
  }
}

function wordsFor(schema: FieldSchema, value: string): string | null {
  return schema.safeParse(value).error?.issues[0]?.message ?? null
}

export function optionsOf<T extends string>(ids: readonly T[], labels: Readonly<Record<T, string>>): FieldOption[] {
  return ids.map((value) => ({ value, text: labels[value] }))
}

/** Where a link of the error summary leads: the first control of the field. */
export function fieldId({ name, type }: Pick<FormField, 'name' | 'type'>): string {
  return type === 'radios' || type === 'check' ? `f-${name}-0` : `f-${name}`
}

export function errorsOf(fields: readonly FormField[], values: Values): FieldError[] {
  return fields.flatMap((it) => {
    const value = values[it.name] ?? ''
    const isOffered = it.options.length === 0 || value === '' || it.options.some((option) => option.value === value)
    const message = isOffered ? troubleOf(it.rules, value) : (it.rules.required ?? `请重新选择${it.label}`)
    return message === null ? [] : [{ name: it.name, id: fieldId(it), message }]
  })
}

/** A field in words, for the check: what was chosen is shown as it was offered. */
export function answerText({ options }: FormField, value: string): string {
  return options.find((option) => option.value === value)?.text ?? value
}

export function askedSteps(steps: readonly FormStep[], values: Values): FormStep[] {
  return steps.filter((it) => isAsked(it, values))
}

/** What a form is: where it stands, its steps, and how its answers become a submission. */
export type FormSpec = {
  kind: CaseKind
  heading: string
  /** Address of the page with its query: every step is posted there. */
  action: string
  steps: readonly FormStep[]
  /** Values known from the address, and changeable where a field asks for them. */
  given: Values
  clear: (values: Values) => Record<string, unknown>
  /** Where an answer cannot do without papers. */
  needsFile?: { field: string; value: string; message: string }
}

/** The sealed part: only what was asked and filled in. */
export function partOf(spec: FormSpec, values: Values): Record<string, string> {
  const fields = askedSteps(spec.steps, values).flatMap((it) => it.fields.filter(({ isSealed }) => isSealed))
  return Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = (values[name] ?? '').trim()
      return value === '' ? [] : [[name, value] as const]
    }),
  )
}
