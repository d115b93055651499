type Child = Node | string | null

interface Properties {
  readonly class?: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly onClick?: () => void
}

/** Makes an element. Text goes in as text, so that a caller's name full of markup stays a name. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  if (properties.class !== undefined) element.className = properties.class
  for (const [name, value] of Object.entries(properties.attributes ?? {})) element.setAttribute(name, value)
  if (properties.onClick !== undefined) element.addEventListener('click', properties.onClick)
  element.append(...children.filter((child) => child !== null))
  return element
}

/** An element of index.html. */
export function find<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const element = document.getElementById(id)
  if (!(element instanceof type)) throw new Error(`index.html has no ${type.name} #${id}`)
  return element
}
