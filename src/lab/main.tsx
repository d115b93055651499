import { charts } from 'virtual:charts'
import { render } from 'solid-js/web'
import { LabApp } from './components/lab-app'
import { createLab } from './lab'
import { adoptStyles } from './styles/adopt-styles'

const target = document.querySelector('#lab')
if (target === null) throw new Error('The page has no place for the lab')
adoptStyles(document)
const lab = createLab(charts)
render(() => <LabApp lab={lab} />, target)
// For the console, and for whoever measures: `lab.session()`.
Object.assign(globalThis, { lab })
