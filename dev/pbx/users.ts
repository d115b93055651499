/** Somebody who may register and call. The name is what a callee is shown: the client's own idea of it is not trusted. */
export interface User {
  readonly number: string
  readonly name: string
  readonly password: string
}

export const demoUsers: readonly User[] = [
  { number: '1001', name: 'Alice', password: 'pw1001' },
  { number: '1002', name: 'Bob', password: 'pw1002' },
  { number: '1003', name: 'Carol', password: 'pw1003' },
  { number: '1004', name: 'Dave', password: 'pw1004' },
]
