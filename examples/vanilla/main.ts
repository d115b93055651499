import type { CallRecord, Phone } from 'callchart'
import { showAgent } from './agent'
import { createCallBar } from './call-bar'
import { showCustomer } from './customer-detail'
import { createCustomerList } from './customer-list'
import { type Customer, demoCustomers } from './customers'
import { find, h } from './dom'
import { createEventLog } from './event-log'
import { loadPhone } from './load-phone'
import { readSettings } from './settings'
import { endingWords } from './words'

/**
 * A host shell in the manner of a small CRM. It knows the phone's public API and nothing else of it: the phone is loaded
 * at run time from another origin.
 */
const customers = demoCustomers(Date.now())
const detail = find('detail', HTMLElement)
const notice = find('notice', HTMLDivElement)
let phone: Phone | null = null
let shown: Customer | undefined

const list = createCustomerList(find('customers', HTMLUListElement), find('search', HTMLInputElement), customers, {
  open,
  dial,
})

function open(customer: Customer): void {
  shown = customer
  list.show(customer.id)
  showCustomer(detail, customer, { dial, now: Date.now() })
}

function dial(customer: Customer): void {
  open(customer)
  if (phone === null) return report(new Error('The phone is still being loaded.'))
  phone.dial(customer.number, { name: customer.name }).catch(report)
}

function report(error: unknown): void {
  notice.textContent = error instanceof Error ? error.message : String(error)
  notice.hidden = false
  clearTimeout(noticeTimer)
  noticeTimer = setTimeout(() => {
    notice.hidden = true
  }, 6_000)
}
let noticeTimer: ReturnType<typeof setTimeout> | undefined

/** The record of an ended call becomes an entry of the customer's timeline. */
function remember(record: CallRecord): void {
  const customer = customerOf(record.remote.number)
  if (customer === undefined) return
  const title = endingWords(record)
  const detail = record.problem?.text ?? ''
  customer.activities.unshift({ kind: record.direction, title, detail, at: record.startedAt })
  if (shown === customer) open(customer)
}

function customerOf(number: string): Customer | undefined {
  return customers.find((customer) => customer.number === number)
}

async function start(): Promise<void> {
  const dock = find('phone', HTMLDivElement)
  dock.replaceChildren(h('p', { class: 'loading' }, 'Loading the phone…'))
  try {
    const settings = await readSettings()
    document.title = `${settings.account?.name ?? 'Sign in'} · Fernhill customer desk`

    const place = h('div', { class: 'panel' })
    const mounted = await loadPhone(place, settings)
    dock.replaceChildren(place)
    phone = mounted
    // For the console: try `callchart.dial('600')`, or `await callchart.exportTrace()`.
    Object.assign(globalThis, { callchart: mounted })
    mounted.on('*', createEventLog(find('log', HTMLOListElement)))
    mounted.on('call.incoming', ({ call }) => {
      const customer = customerOf(call.remote.number)
      if (customer !== undefined) open(customer)
    })
    mounted.on('call.ended', ({ record }) => remember(record))
    createCallBar(find('call-bar', HTMLDivElement), mounted, report)
    showAgent(find('agent', HTMLParagraphElement), mounted)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    dock.replaceChildren(
      h('p', { class: 'failed', attributes: { role: 'alert' } }, `The phone could not be loaded. ${message}`),
      h('button', { attributes: { type: 'button' }, onClick: () => void start() }, 'Try again'),
    )
  }
}

const own = new URLSearchParams(location.search).get('user')
const first = customers.find(({ number }) => number !== own)
if (first !== undefined) open(first)
void start()
