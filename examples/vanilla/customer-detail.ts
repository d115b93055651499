import { avatar } from './customer-list'
import type { Activity, Customer } from './customers'
import { h } from './dom'
import { when } from './words'

/** Shows one customer: who, how to reach them, notes, and what has been. */
export function showCustomer(
  detail: HTMLElement,
  customer: Customer,
  { dial, now }: { readonly dial: (customer: Customer) => void; readonly now: number },
): void {
  detail.replaceChildren(head(customer, dial), facts(customer), notes(customer), timeline(customer, now))
}

function head(customer: Customer, dial: (customer: Customer) => void): HTMLElement {
  return h(
    'header',
    {},
    avatar(customer),
    h('div', {}, h('h1', {}, customer.name), h('p', {}, [customer.role, customer.company].filter(Boolean).join(' · '))),
    h(
      'button',
      { class: 'primary', attributes: { type: 'button' }, onClick: () => dial(customer) },
      `Call ${customer.number}`,
    ),
  )
}

function facts({ email, city, since, number }: Customer): HTMLElement {
  const rows = [
    ['Phone', number],
    ['E-mail', email],
    ['City', city],
    ['Customer since', since],
  ] as const
  return h(
    'dl',
    { class: 'card facts' },
    ...rows.flatMap(([name, value]) => (value === '' ? [] : [h('div', {}, h('dt', {}, name), h('dd', {}, value))])),
  )
}

function notes(customer: Customer): HTMLElement {
  const text = h('textarea', { attributes: { rows: '3', 'aria-label': 'Notes', placeholder: 'Notes' } })
  text.value = customer.notes
  text.addEventListener('input', () => {
    customer.notes = text.value
  })
  return h('section', { class: 'card' }, h('h2', {}, 'Notes'), text)
}

function timeline({ activities }: Customer, now: number): HTMLElement {
  const list = activities.length === 0 ? [h('li', { class: 'none' }, 'Nothing yet')] : activities.map(entry(now))
  return h(
    'section',
    { class: 'card' },
    h('h2', {}, 'Activity'),
    h('ol', { class: 'timeline', attributes: { 'aria-label': 'Activity' } }, ...list),
  )
}

const entry =
  (now: number) =>
  ({ kind, title, detail, at }: Activity): HTMLElement =>
    h(
      'li',
      { attributes: { 'data-kind': kind } },
      h('strong', {}, title),
      h('time', { attributes: { datetime: new Date(at).toISOString() } }, when(at, now)),
      detail === '' ? null : h('p', {}, detail),
    )
