import type { Browser } from 'playwright-core'

/** What somebody objects to and who they are; given by the test that later looks for it, or for its absence. */
export type Objecting = { record: string; facts: string; name: string; contact: string }

/** Objects through the pages without script, as the subject itself; answers the receipt. */
export async function objectTo(browser: Browser, origin: string, it: Objecting): Promise<string> {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const press = (name: string) => page.locator('main').getByRole('button', { name, exact: true }).click()
  await page.goto(`${origin}/object/?record=${it.record}`)
  await page.getByLabel('内容有误').check()
  await page.getByLabel('有误的是哪一项').selectOption({ index: 1 })
  await press('继续')
  await page.getByLabel('事实和理由').fill(it.facts)
  await press('继续')
  await page.getByLabel('被公示的单位自己提出').check()
  await page.getByLabel('被公示单位的名称').fill(it.name)
  await page.getByLabel('联系人').fill(it.contact)
  await page.getByLabel('联系电话').fill('0372-7654321')
  await press('继续')
  // A form that is sent at once is taken for a machine's.
  await page.waitForTimeout(3100)
  await press('提交')
  const receipt = (await page.locator('[data-receipt-number]').textContent()) ?? ''
  await context.close()
  return receipt
}
