import { z } from 'zod'
import { foldHeader } from '#domain/header-mapping'
import type { HeaderParts, HeaderRecipe } from '#domain/header-score'
import { DECISION_KINDS } from '#domain/kind-groups'
import { type FieldId, fieldSpec } from '#domain/record-fields'
import type { RecordKind } from '#domain/vocabulary'

const RECIPE = /^[a-zA-Z]+(?:\|[a-zA-Z]+)*\??(?: [a-zA-Z]+(?:\|[a-zA-Z]+)*\??)*$/

const Recipes = (kinds: readonly RecordKind[]) =>
  z.partialRecord(
    z.custom<FieldId>(
      (value) => typeof value === 'string' && kinds.every((kind) => fieldSpec(kind, value as FieldId) !== undefined),
      `“${kinds.join('”和“')}”的记录字段名，见 api/domain/record-fields.ts`,
    ),
    z.array(z.string().regex(RECIPE, '用空格隔开的部分名；| 表示任一，? 表示可有可无')).min(1),
  )

/** content/codes/header-parts.yaml as an editor writes it. */
export const HeaderPartsFile = z
  .strictObject({
    words: z.record(z.string().regex(/^[a-zA-Z]+$/, '部分的名称，用英文字母'), z.array(z.string().min(1)).min(1)),
    filler: z.array(z.string()),
    never: z.array(z.string()),
    recipes: z.strictObject({
      both: Recipes(DECISION_KINDS),
      licence: Recipes(['licence']),
      penalty: Recipes(['penalty']),
    }),
  })
  .superRefine((file, context) => {
    const complain = (path: PropertyKey[], input: unknown, message: string) =>
      context.addIssue({ code: 'custom', path, input, message })
    const parts = new Set(Object.keys(file.words))
    const home = new Map<string, string>()
    for (const [part, words] of Object.entries(file.words)) {
      for (const [index, word] of words.entries()) {
        const folded = foldHeader(word)
        const other = home.get(folded)
        if (folded === '') complain(['words', part, index], word, '去掉标点后还有文字的词')
        if (other !== undefined) complain(['words', part, index], word, `不重复的词；它已经在 ${other} 中`)
        home.set(folded, part)
      }
    }
    for (const list of ['filler', 'never'] as const) {
      for (const [index, part] of file[list].entries()) {
        if (!parts.has(part)) complain([list, index], part, 'words 中已有的部分')
      }
    }
    for (const section of ['both', 'licence', 'penalty'] as const) {
      for (const [field, recipes] of Object.entries(file.recipes[section])) {
        for (const [index, recipe] of recipes.entries()) {
          const unknown = recipe.split(/[ |?]+/).filter((part) => part !== '' && !parts.has(part))
          const path = ['recipes', section, field, index]
          if (unknown.length > 0) complain(path, recipe, `words 中已有的部分，没有 ${unknown.join('、')}`)
          if (readRecipe('subjectName', recipe).needs.length === 0) complain(path, recipe, '至少一个部分不带 ?')
        }
      }
    }
  })

/** What the rule needs of a kind. */
export function headerPartsOf(file: z.output<typeof HeaderPartsFile>, kind: RecordKind): HeaderParts {
  return {
    words: new Map(
      Object.entries(file.words).flatMap(([part, words]) => words.map((word) => [foldHeader(word), part] as const)),
    ),
    filler: new Set(file.filler),
    never: new Set(file.never),
    recipes: recipesOf(file.recipes, kind).flatMap((recipes) =>
      Object.entries(recipes).flatMap(([field, list]) =>
        (list ?? []).flatMap((recipe) => (isFieldOf(kind, field) ? [readRecipe(field, recipe)] : [])),
      ),
    ),
  }
}

/** Only the 双公示 tables are written by so many hands that their headers have to be guessed. */
function recipesOf({ both, ...own }: z.output<typeof HeaderPartsFile>['recipes'], kind: RecordKind) {
  return kind === 'licence' || kind === 'penalty' ? [both, own[kind]] : []
}

/** Safe: the schema has checked the keys; the guard only says so to the compiler. */
function isFieldOf(kind: RecordKind, field: string): field is FieldId {
  return fieldSpec(kind, field as FieldId) !== undefined
}

/** 'punish decide? organ|unit name?': what has to be there and what may. */
function readRecipe(field: FieldId, recipe: string): HeaderRecipe {
  const groups = recipe.split(' ').map((token) => ({
    isOptional: token.endsWith('?'),
    parts: token.replace('?', '').split('|'),
  }))
  return {
    field,
    needs: groups.filter(({ isOptional }) => !isOptional).map(({ parts }) => parts),
    may: new Set(groups.filter(({ isOptional }) => isOptional).flatMap(({ parts }) => parts)),
  }
}
