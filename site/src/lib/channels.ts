import type { AgencyFacts } from '#content/schema/agency'
import type { Place } from '#content/schema/place'

/** Null is shown as 待公布; no number is ever made up. */
export type Channel = { label: string; value: string | null; href: string | null }

export function contactChannels({ channels }: Place): Channel[] {
  return [
    { label: '电话', value: channels.phone, href: channels.phone && `tel:${channels.phone.replace(/[^\d+]/g, '')}` },
    { label: '电子邮箱', value: channels.email, href: channels.email && `mailto:${channels.email}` },
    { label: '地址', value: channels.address, href: null },
  ]
}

/** How to reach an organ itself; what it has not told us is shown as 待公布. */
export function agencyChannels(contacts: AgencyFacts | undefined): Channel[] {
  const phone = contacts?.phone ?? null
  return [
    { label: '电话', value: phone, href: phone && `tel:${phone.replace(/[^\d+]/g, '')}` },
    { label: '地址', value: contacts?.address ?? null, href: null },
    { label: '网址', value: contacts?.website ?? null, href: contacts?.website ?? null },
  ]
}

export function footerChannels(place: Place): Channel[] {
  const { channels } = place
  return [
    { label: '主办单位', value: channels.host, href: null },
    { label: '承办单位', value: channels.operator, href: null },
    ...contactChannels(place),
    { label: '网站标识码', value: channels.siteIdCode, href: null },
    { label: 'ICP 备案号', value: channels.icp, href: channels.icp && 'https://beian.miit.gov.cn/' },
    { label: '公安备案号', value: channels.policeRecord, href: null },
    {
      label: '我为政府网站找错',
      value: channels.errorReportUrl && '提交网站错误（外部网站）',
      href: channels.errorReportUrl,
    },
  ]
}
