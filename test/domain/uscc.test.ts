import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkIdNumber,
  checkOrganisationCode,
  checkRegistrationNumber,
  checkUscc,
  idCheckDigit,
  normaliseCode,
  organisationCodeCheck,
  uscCheckDigit,
} from '#domain/uscc'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const letters = (count: number) => fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: count, maxLength: count })
const digits = (count: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: count, maxLength: count })

/** A well-formed code of an invented body, in a region that may never have existed. */
const anyCode = fc
  .tuple(fc.constantFrom('11', '12', '51', '91', '92', '93', 'A1', 'N3', 'Y1'), digits(6), letters(8))
  .map(([kind, region, inner]) => {
    const first17 = `${kind}${region}${inner}${organisationCodeCheck(inner)}`
    return `${first17}${uscCheckDigit(first17)}`
  })

describe('a unified social credit code', () => {
  test.each([
    '91350100M000100Y43',
    '91230500MA1B3N1N2M',
    '11230500001755309F',
    '11420000MB15291767',
    '91320105780688132K',
    '914403001922038216',
    '91110000802100433B',
    '11410526000000000A',
    '124105260000000007',
    '11350502000000000B',
    ' 9144 0300-1922 038216\u00a0',
    '９１４４０３００１９２２０３８２１６',
    '91230500ma1b3n1n2m',
  ])('%j checks', (code) => {
    expect(checkUscc(code)).toEqual({ verdict: 'valid' })
  })

  test('the worked example of the standard: 1640 mod 31 is 28, so the check character is 3', () => {
    expect(uscCheckDigit('91350100M000100Y4')).toBe('3')
  })

  test.each([
    ['91440300192203821X', 'check-failed', '6'],
    ['914403001922038217', 'check-failed', '6'],
    ['91350211M0000XUF46', 'pilot', 'R'],
  ])('%s: %s, expected %s', (code, verdict, expected) => {
    expect(checkUscc(code)).toEqual({ verdict, expected })
  })

  test('a Fujian pilot code with a broken inner digit is no pilot code', () => {
    expect(checkUscc('91350211M0000XUF56').verdict).toBe('check-failed')
    expect(checkUscc('91410526M0000XUF46').verdict).toBe('check-failed')
  })

  test.each(['00000000000000000X', '000000000000000000', '00000000000000000x', '0000000000', '000000000000000000000'])(
    '%s stands for having none',
    (code) => {
      expect(checkUscc(code)).toEqual({ verdict: 'placeholder' })
    },
  )

  test('a wrong inner digit alone is told apart from a wrong check character', () => {
    const first17 = '91410526MA0000001' // GB 11714 asks for another ninth character
    const code = `${first17}${uscCheckDigit(first17)}`

    expect(organisationCodeCheck('MA000000')).not.toBe('1')
    expect(checkUscc(code)).toEqual({ verdict: 'inner-check-failed' })
  })

  test.each([
    ['9135O100M000100Y43', '91350100M000100Y43'],
    ['9I350IO0M000I00Y43', '91350100M000100Y43'],
    ['9144O3OO19ZZO38Z16', '914403001922038216'],
    ['913S0100M000100Y43', '91350100M000100Y43'],
  ])('%s was meant as %s', (typed, suggestion) => {
    expect(checkUscc(typed)).toEqual({ verdict: 'malformed', suggestion })
  })

  test.each(['', 'abc', '无', '91350100M000100Y4', '91350100M000100Y433', '9135O100M000100Y44', '91A50100M000100Y43'])(
    '%j is no code and has no suggestion',
    (code) => {
      expect(checkUscc(code)).toEqual({ verdict: 'malformed' })
    },
  )

  test('every body with a rightly made code passes, whatever its region', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        expect(checkUscc(code)).toEqual({ verdict: 'valid' })
      }),
    )
  })

  test('one wrong character is always found', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(17), fc.constantFrom(...ALPHABET), (code, place, letter) => {
        const wrong = code.slice(0, place) + letter + code.slice(place + 1)
        fc.pre(wrong !== code)

        expect(checkUscc(wrong).verdict).not.toBe('valid')
      }),
    )
  })

  test('a letter O, I, Z, S or V typed for its digit is suggested back', () => {
    const swap: Record<string, string> = { 0: 'O', 1: 'I', 2: 'Z', 5: 'S', U: 'V' }
    fc.assert(
      fc.property(anyCode, (code) => {
        const typed = Array.from(code, (letter) => swap[letter] ?? letter).join('')
        fc.pre(typed !== code)

        expect(checkUscc(typed)).toEqual({ verdict: 'malformed', suggestion: code })
      }),
    )
  })

  test('no text makes the check stumble, and the normal form is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const check of [checkUscc, checkOrganisationCode, checkRegistrationNumber, checkIdNumber]) check(text)
        uscCheckDigit(text)
        organisationCodeCheck(text)
        idCheckDigit(text)

        expect(normaliseCode(normaliseCode(text))).toBe(normaliseCode(text))
      }),
    )
  })
})

describe('older numbers', () => {
  test.each(['D2143569-X', '19220382-1', 'D2143569X', '１９２２０３８２－１'])(
    'organisation code %s checks',
    (code) => {
      expect(checkOrganisationCode(code)).toEqual({ verdict: 'valid' })
    },
  )

  test('an organisation code with another last character names the right one', () => {
    expect(checkOrganisationCode('19220382-2')).toEqual({ verdict: 'check-failed', expected: '1' })
    expect(checkOrganisationCode('1922038')).toEqual({ verdict: 'malformed' })
  })

  test.each(['110108000000016', '440301103097413'])('registration number %s checks', (code) => {
    expect(checkRegistrationNumber(code)).toEqual({ verdict: 'valid' })
  })

  test('a registration number with another last digit names the right one', () => {
    expect(checkRegistrationNumber('440301103097414')).toEqual({ verdict: 'check-failed', expected: '3' })
    expect(checkRegistrationNumber('4403011030974').verdict).toBe('malformed')
  })

  test('an identity number checks by GB 11643; 15 digits are legacy', () => {
    expect(checkIdNumber('11010519491231002X')).toEqual({ verdict: 'valid' })
    expect(checkIdNumber('11010519491231002x')).toEqual({ verdict: 'valid' })
    expect(checkIdNumber('110105194912310021')).toEqual({ verdict: 'check-failed', expected: 'X' })
    expect(checkIdNumber('110105194913310021')).toEqual({ verdict: 'malformed' })
    expect(checkIdNumber('110105491231002')).toEqual({ verdict: 'legacy' })
    expect(checkIdNumber('110105491331002')).toEqual({ verdict: 'malformed' })
  })

  test('adding the right check digit makes any 14 or 8 characters check', () => {
    fc.assert(
      fc.property(digits(14), letters(8), (fourteen, eight) => {
        const failed = checkRegistrationNumber(`${fourteen}0`)
        const registration = `${fourteen}${failed.expected ?? '0'}`

        expect(checkRegistrationNumber(registration)).toEqual({ verdict: 'valid' })
        expect(checkOrganisationCode(`${eight}${organisationCodeCheck(eight)}`)).toEqual({ verdict: 'valid' })
      }),
    )
  })
})
