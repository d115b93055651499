import type { Customer } from './customers'
import { h } from './dom'

interface CustomerList {
  show(selectedId: string): void
}

/** The list and its search field. A click on a row opens the customer, a click on the number dials. */
export function createCustomerList(
  list: HTMLElement,
  search: HTMLInputElement,
  customers: readonly Customer[],
  actions: { readonly open: (customer: Customer) => void; readonly dial: (customer: Customer) => void },
): CustomerList {
  let selected = ''

  const draw = () => {
    const wanted = search.value.trim().toLowerCase()
    const found = customers.filter(({ name, company, number }) =>
      `${name} ${company} ${number}`.toLowerCase().includes(wanted),
    )
    list.replaceChildren(
      ...found.map((customer) => row(customer, customer.id === selected, actions)),
      ...(found.length === 0 ? [h('li', { class: 'none' }, 'Nobody of that name or number')] : []),
    )
  }
  search.addEventListener('input', draw)

  return {
    show: (selectedId) => {
      selected = selectedId
      draw()
    },
  }
}

function row(
  customer: Customer,
  isSelected: boolean,
  { open, dial }: { readonly open: (customer: Customer) => void; readonly dial: (customer: Customer) => void },
): HTMLLIElement {
  return h(
    'li',
    { attributes: { 'data-customer': customer.id } },
    h(
      'button',
      {
        class: 'who',
        attributes: { type: 'button', ...(isSelected ? { 'aria-current': 'true' } : {}) },
        onClick: () => open(customer),
      },
      avatar(customer),
      h('span', { class: 'name' }, customer.name),
      h('span', { class: 'company' }, customer.company),
    ),
    h(
      'button',
      {
        class: 'number',
        attributes: { type: 'button', 'aria-label': `Call ${customer.name}, ${customer.number}` },
        onClick: () => dial(customer),
      },
      customer.number,
    ),
  )
}

/** The initials, on a colour that stays the customer's. */
export function avatar({ id, name }: Customer): HTMLElement {
  const initials = name
    .split(' ')
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7)
  const element = h('span', { class: 'avatar', attributes: { 'aria-hidden': 'true' } }, initials.toUpperCase())
  element.style.setProperty('--hue', String(hue))
  return element
}
