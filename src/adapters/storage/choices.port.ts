import type { Choices, ChoicesFact, KeepChoices } from '../../machines/ports/availability'
import type { MakePort } from '../port'
import type { Database } from './database'

const recordOf = (account: string): string => `choices ${account}`

const words: { readonly [Field in keyof Choices]: readonly Choices[Field][] } = {
  status: ['available', 'away', 'doNotDisturb'],
  callWaiting: ['on', 'off'],
  autoAnswer: ['never', 'asked', 'always'],
}

/** Reads what was stored, perhaps by another version of this page or by something else: what is unknown was never chosen. */
function readChoices(stored: unknown): Partial<Choices> {
  if (typeof stored !== 'object' || stored === null) return {}
  const known = Object.entries(stored).filter(([field, word]) =>
    Object.hasOwn(words, field) ? (words[field as keyof Choices] as readonly unknown[]).includes(word) : false,
  )
  return Object.fromEntries(known)
}

/** Reads and keeps what each account has chosen, in the order of the commands. */
export function createChoicesPort(makePort: MakePort, database: Database): KeepChoices {
  return makePort('keepChoices', ({ tell, receive }) => {
    let last: Promise<void> = Promise.resolve()
    receive((command) => {
      const work = async (): Promise<ChoicesFact> => {
        const { account } = command
        const connection = await database.connect()
        if (command.type === 'choices.load')
          return {
            type: 'choices.loaded',
            account,
            choices: readChoices(await connection.get('settings', recordOf(account))),
          }
        await connection.put('settings', command.choices, recordOf(account))
        return { type: 'choices.saved' }
      }
      // Private windows forbid storage, and disks are full: the phone works on, and forgets.
      last = last.then(work).then(tell, () => tell({ type: 'choices.failed' }))
    })
    return undefined
  })
}
