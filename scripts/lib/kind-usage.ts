import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { RECORD_KINDS } from '#domain/vocabulary'

/** What `--kind` of a command may be: every kind of the content, with its name. */
export const KIND_USAGE = RECORD_KINDS.map((kind) => `${kind} ${RECORD_KIND_LABEL[kind]}`).join('，')
