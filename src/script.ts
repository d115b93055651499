import { defineElement } from './element'

/** The door for a plain script tag: the element is defined as soon as the script has run, and `Callchart` is global. */
defineElement()

export * from './index'
export { mount } from './mount'
